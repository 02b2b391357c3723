"""What is to be said about a vacancy, before anybody is looked at."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from schemas.events import RuleAnswer, VacancyOpened, VacancyPath
from streams.pool.policy import Policy, reply_days_of
from streams.pool.posts import missing_of_post
from streams.pool.reference import ReferenceFacts
from streams.pool.vacancy import Vacancy
from streams.rules.rotation import Opening, PathDecision, path_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """LIST: propose people. The others each make an event of their own, with the reason."""

    say: Literal["LIST", "WITHDRAW", "DEFER", "HOLD", "EXPIRE"]
    reason: str
    path: VacancyPath = "UNKNOWN"
    answer: RuleAnswer | None = None
    missing: tuple[str, ...] = ()
    final: bool = False
    """Whether it is the vacancy's end that speaks: then a review keeps no list."""
    expired_on: date | None = None


def verdict_on(vacancy: Vacancy, reference: ReferenceFacts, policy: Policy | None) -> Verdict:
    """Closed first, then the path, the closing date, and whether all is known that a list needs."""
    if (closed := _closed(vacancy, reply_days_of(policy))) is not None:
        return closed
    terms = _opened(vacancy)
    decision = _path(terms, reference)
    held = decision.answer.held
    if decision.path == "ROTATION":
        return Verdict("DEFER", f"ROTATION: {held}", "ROTATION", decision.answer)
    if (expired_on := _expired_on(vacancy, terms, reference.day)) is not None:
        reason = f"closed on {terms.closes_on} before anybody decided"
        # As for whatever is over, the path is no matter any more: it may become known later.
        return Verdict("EXPIRE", reason, expired_on=expired_on)
    missing = (
        *_missing(terms, reference, policy),
        *decision.missing,
        *missing_of_post(terms, reference),
    )
    if missing:
        reason = f"missing: {'; '.join(missing)}"
        return Verdict("HOLD", reason, decision.path, decision.answer, missing)
    reason = f"AD_HOC: {held}"
    if vacancy.returned is not None:
        reason = f"{reason}; returned: {vacancy.returned.reason}"
    return Verdict("LIST", reason, "AD_HOC", decision.answer)


def _closed(vacancy: Vacancy, reply_days: int | None) -> Verdict | None:
    if vacancy.state == "IN_ROTATION":
        return Verdict("DEFER", vacancy.reason, "ROTATION", final=True)
    if vacancy.state != "OPEN":
        return Verdict("WITHDRAW", vacancy.reason, final=True)
    if (offer := vacancy.taken(reply_days)) is not None:
        reason = f"offer {offer.offer_id} accepted by {offer.candidate_id}"
        if offer.placed is not None:
            reason = f"{reason}, who starts on {offer.placed.starts_on}"
        return Verdict("WITHDRAW", reason, final=True)
    return None


def _expired_on(vacancy: Vacancy, terms: VacancyOpened, day: date | None) -> date | None:
    """The first day after the closing date, once it has come and nobody decided anything."""
    if day is None or terms.closes_on is None or day <= terms.closes_on or vacancy.attended:
        return None
    return terms.closes_on + timedelta(days=1)


def _opened(vacancy: Vacancy) -> VacancyOpened:
    if vacancy.terms is None:
        raise ValueError(f"a vacancy that is {vacancy.state} was never opened: nothing to say")
    return vacancy.terms


def _path(terms: VacancyOpened, reference: ReferenceFacts) -> PathDecision:
    opening = Opening(
        job_group=terms.job_group,
        rotational=terms.rotational,
        stated_path=terms.stated_path,
        opened_on=terms.opened_on,
        event_id=terms.event_id,
    )
    return path_of(opening, reference.cycles.values())


def _missing(
    terms: VacancyOpened, reference: ReferenceFacts, policy: Policy | None
) -> tuple[str, ...]:
    if reference.day is None:
        return ("the day: none has started yet",)
    rules = () if policy else ("a rule set in effect",)
    return rules + _missing_profile(terms, reference, reference.day)


def _missing_profile(terms: VacancyOpened, reference: ReferenceFacts, day: date) -> tuple[str, ...]:
    if reference.profile(terms.job_group, terms.grade, day) is not None:
        return ()
    name = f"{terms.job_group}/{terms.grade}"
    later = next(reference.profile_dates(terms.job_group, terms.grade), None)
    when = "not published" if later is None else f"not in effect before {later}"
    return (f"profile {name} {when}",)
