"""What is to be said about a vacancy, before anybody is looked at."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events import RuleAnswer, VacancyOpened, VacancyPath
from streams.pool.policy import Policy
from streams.pool.reference import ReferenceFacts
from streams.pool.vacancy import Vacancy
from streams.rules.rotation import Opening, PathDecision, path_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """LIST: propose people. The others each make an event of their own, with the reason."""

    say: Literal["LIST", "WITHDRAW", "DEFER", "HOLD"]
    reason: str
    path: VacancyPath = "UNKNOWN"
    answer: RuleAnswer | None = None
    missing: tuple[str, ...] = ()


def verdict_on(vacancy: Vacancy, reference: ReferenceFacts, policy: Policy | None) -> Verdict:
    """Closed first, then the path, then whether all is known that a list needs."""
    if (closed := _closed(vacancy)) is not None:
        return closed
    terms = _opened(vacancy)
    decision = _path(terms, reference)
    held = decision.answer.held
    if decision.path == "ROTATION":
        return Verdict("DEFER", f"ROTATION: {held}", "ROTATION", decision.answer)
    missing = (*_missing(terms, reference, policy), *decision.missing)
    if missing:
        reason = f"missing: {'; '.join(missing)}"
        return Verdict("HOLD", reason, decision.path, decision.answer, missing)
    return Verdict("LIST", f"AD_HOC: {held}", "AD_HOC", decision.answer)


def _closed(vacancy: Vacancy) -> Verdict | None:
    if vacancy.state == "IN_ROTATION":
        return Verdict("DEFER", vacancy.reason, "ROTATION")
    if vacancy.state != "OPEN":
        return Verdict("WITHDRAW", vacancy.reason)
    if vacancy.accepted is not None:
        offer = vacancy.accepted
        return Verdict("WITHDRAW", f"offer {offer.offer_id} accepted by {offer.candidate_id}")
    return None


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
