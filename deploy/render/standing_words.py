"""The answer about one person and one vacancy, in a sentence or two."""

from collections.abc import Iterator

from deploy.render.plain_words import counted, listed
from deploy.render.vocabulary import rule_name
from deploy.render.words import ordinal, thousands
from streams.history.explain.explained import PersonExplained
from streams.history.explain.judged import Judged
from streams.history.explain.person_then import PersonThen, VacancyThen

_NO_LIST = {
    "WITHDRAW": "There is no list for this vacancy",
    "DEFER": "This vacancy goes to the rotation exercise, so nobody is proposed",
    "HOLD": "The proposal is held back until somebody has looked at it",
    "EXPIRE": "The proposal has run out",
    "NOTHING": "Nobody is proposed yet",
}


def headline(explained: PersonExplained) -> str:
    """One word for the title."""
    then = explained.then
    if explained.erased:
        return "ERASED"
    if then.vacancy.say != "LIST":
        return "NO LIST"
    return then.judged.standing.replace("_", " ") if then.judged else "NOT IN THE POOL"


def sentences(explained: PersonExplained) -> Iterator[str]:
    """What is so, first; then why."""
    then = explained.then
    if explained.erased:
        yield "Everything about this person was erased: nothing is told, for any moment."
        return
    if then.asked_as != then.candidate_id:
        yield f"{then.asked_as} goes on as {then.candidate_id}: one person, who is meant here."
    if then.vacancy.say != "LIST":
        yield f"{_NO_LIST[then.vacancy.say]}: {then.vacancy.reason}."
        if explained.last_list is not None:
            before = explained.last_list
            at = f"{before.position.log}/{before.position.partition}:{before.position.count}"
            yield f"Its last list was revision {before.revision} of {before.as_of}: --at {at}"
        if then.judged is not None:
            yield "By the rules alone, were there a list:"
    yield from _of_person(then)
    yield from _said_before(then)


def _of_person(then: PersonThen) -> Iterator[str]:
    profile = f"{then.vacancy.job_group}/{then.vacancy.grade}"
    if then.judged is not None:
        yield _standing(then.judged)
        if then.judged.standing in ("NEAR_MISS", "CANNOT_CONFIRM") and then.vacancy.say == "LIST":
            yield _named(then.judged)
    elif then.vacancy.grade is not None:
        yield f"No membership in {profile} is recorded of this person: no rule was asked."
    departure = _departure(then)
    if departure:
        yield departure


def _standing(judged: Judged) -> str:
    ranked = judged.ranked
    failed = [rule_name(answer.rule) for answer in judged.answers if answer.outcome == "FAIL"]
    match judged.standing:
        case "RANKED" if ranked is not None:
            return f"Proposed: {ordinal(ranked.rank)} of {judged.list_length} on the list."
        case "OTHERS_FIRST" if ranked is not None:
            return (
                f"Eligible, but others come first: {ordinal(ranked.rank)} of "
                f"{thousands(judged.eligible)}, and the list names {judged.list_length}."
            )
        case "TIER_UNCONFIRMED":
            return "Eligible, but it cannot be told who is considered before whom here."
        case "NEAR_MISS":
            return f"Not proposed: one rule excludes this person, {failed[0]}."
        case "CANNOT_CONFIRM":
            return "Not proposed: no rule excludes this person, but something is not known."
    return f"Not proposed: {counted(len(failed), 'rule')} exclude this person: {listed(failed)}."


def _named(judged: Judged) -> str:
    where = "near misses" if judged.standing == "NEAR_MISS" else "people who cannot be confirmed"
    if judged.listed:
        return f"The proposal names this person among its {where}."
    return f"The proposal counts this person among its {where}, and names others of them."


def _departure(then: PersonThen) -> str | None:
    for it in then.memberships:
        departure = it.recorded.departure
        if departure is None or it.grade != then.vacancy.grade:
            continue
        match departure.kind:
            case "LEFT":
                return "The person left the Pool at their own wish."
        return f"This id was merged into {departure.stays_as}: ask for that one."
    return None


def _said_before(then: PersonThen) -> Iterator[str]:
    vacancy: VacancyThen = then.vacancy
    if vacancy.reviewed_revision is not None:
        place = f"{ordinal(then.rank_said)} there" if then.rank_said else "not among the ranked"
        yield f"People reviewed revision {vacancy.reviewed_revision}, which stands: {place}."
