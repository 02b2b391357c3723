"""What a nomination says for itself: a recommendation to people, with its grounds."""

from collections.abc import Iterator

from schemas.events import (
    DevelopmentNeedIdentified,
    NominationGround,
    NominationProposed,
    NominationWithdrawn,
    ProgrammeEditionAnnounced,
)
from streams.leadership import DECISION_VERSION
from streams.leadership.fitness import is_endorsed, nomination_id
from streams.leadership.known import Known
from streams.leadership.moment import Moment
from streams.leadership.needs import size_of
from streams.leadership.policy import last_day
from streams.leadership.seats import Ended

RECOMMENDATION = "A recommendation only: a supervisor or HR endorses it, and the person applies."
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def proposed(
    known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str, place: int, moment: Moment
) -> NominationProposed | None:
    """The nomination as it is now; None where the last one told says the same."""
    about = nomination_id(edition.edition_id, candidate_id)
    last = known.nominations.get(edition.edition_id, {}).get(candidate_id)
    policy = known.policy
    assert policy is not None, "nobody is proposed without a policy"
    needs = sorted(known.needs[candidate_id].values(), key=lambda it: (-size_of(it), it.need_id))
    revision = last.revision + 1 if last else 1
    nomination = NominationProposed(
        **moment.envelope(f"{about}/proposed/{moment.count}"),
        candidate_id=candidate_id,
        nomination_id=about,
        edition_id=edition.edition_id,
        revision=revision,
        need_ids=tuple(it.need_id for it in needs),
        place=place,
        reason=_reason(needs),
        grounds=tuple(_grounds(known, edition, candidate_id, needs)),
        seats_reserved=known.seats_reserved(edition.edition_id),
        seats_free=known.seats_free(edition.edition_id),
        as_of=moment.as_of,
        position=moment.position,
        policy_id=policy.policy_id,
        policy_version=policy.version,
        decision_version=DECISION_VERSION,
        recommendation=RECOMMENDATION,
    )
    stands = last is not None and about not in known.withdrawn
    return None if stands and last and _content(last) == _content(nomination) else nomination


def withdrawn(it: Ended, moment: Moment) -> NominationWithdrawn:
    about = nomination_id(it.edition_id, it.candidate_id)
    return NominationWithdrawn(
        **moment.envelope(f"{about}/withdrawn/{moment.count}"),
        candidate_id=it.candidate_id,
        nomination_id=about,
        edition_id=it.edition_id,
        reason=it.reason,
        as_of=moment.as_of,
        position=moment.position,
    )


def _content(nomination: NominationProposed) -> tuple[object, ...]:
    """What makes a revision. How many seats are free does not: it changes for everybody at once."""
    return nomination.need_ids, nomination.place, nomination.reason, nomination.grounds


def _reason(needs: list[DevelopmentNeedIdentified]) -> str:
    first = needs[0]
    number = size_of(first)
    levels = f"{in_words(number)} level{'' if number == 1 else 's'}"
    largest = f"{first.competency} is {levels} below what {first.job_group}/{first.grade} expects"
    if len(needs) == 1:
        return f"{largest}, and the edition has free seats"
    return f"{in_words(len(needs))} needs are open ({largest}), and the edition has free seats"


def in_words(number: int) -> str:
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else str(number)


def _grounds(
    known: Known,
    edition: ProgrammeEditionAnnounced,
    candidate_id: str,
    needs: list[DevelopmentNeedIdentified],
) -> Iterator[NominationGround]:
    shown = {
        (it.assessment_id, it.competency): it.event_id for it in known.standings[candidate_id].gaps
    }
    for need in needs:
        yield NominationGround(
            ground=f"competency {need.competency} in {need.job_group}/{need.grade}",
            required=f"level {need.level_expected}",
            held=f"level {need.level_shown}",
            evidence=(shown[need.assessment_id, need.competency],),
        )
    yield NominationGround(
        ground="time to apply",
        required=f"by {last_day(edition).isoformat()}",
        held="still open",
        evidence=(edition.event_id,),
    )
    yield _part(known, edition, candidate_id)
    yield NominationGround(
        ground=f"programme {edition.programme_id}",
        required="not completed yet, and no seat in another edition",
        held="neither",
        evidence=(),
    )
    answer = known.answers.get(nomination_id(edition.edition_id, candidate_id))
    if answer is not None and is_endorsed(known, edition.edition_id, candidate_id):
        yield NominationGround(
            ground="endorsement",
            required="by a supervisor or HR, before the person is given a seat",
            held=f"endorsed by {answer.actor_role}",
            evidence=(answer.event_id,),
        )


def _part(known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str) -> NominationGround:
    part = known.part_of(candidate_id, edition.edition_id)
    return NominationGround(
        ground="part in this edition",
        required="none yet, or an application that nobody decided on",
        held="none" if part is None else "applied",
        evidence=() if part is None else (part.event_id,),
    )
