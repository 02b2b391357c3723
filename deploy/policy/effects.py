"""What a rule set would change in the pools as they stand: each is tried, nothing is published."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from schemas.codec import encode
from schemas.events import (
    ListChanges,
    LogPosition,
    ProposalAdvised,
    ProposalEvent,
    ProposalListing,
    RuleSetPublished,
)
from streams.pool.pool import Pool


@dataclass(frozen=True, slots=True)
class VacancyEffect:
    """What would be said of one open vacancy."""

    vacancy_id: str
    job_group: str
    grade: str
    kind: str
    """The type of the event, such as ProposalRevised."""
    reason: str
    changes: ListChanges
    """Of the ranked people."""

    @property
    def same_people(self) -> bool:
        """Whether the list stays as it is, person by person."""
        return self.kind in _LISTS and self.changes == ListChanges()


@dataclass(frozen=True, slots=True)
class Effects:
    """Of one rule set on all pools."""

    vacancies: tuple[VacancyEffect, ...] = ()
    """By id; those of which something else would be said."""
    open_proposals: int = 0
    """Lists that stand now."""
    roster: Mapping[str, int] | None = None
    """How many memberships would change, by the type of the roster's event."""


_LISTS = ("ProposalEmitted", "ProposalRevised", "ProposalAdvised")


def effects_on(pools: Iterable[Pool], rules: RuleSetPublished) -> Effects:
    """The pools are changed by it: they are of no other use afterwards."""
    vacancies: list[VacancyEffect] = []
    roster: Counter[str] = Counter()
    open_proposals = 0
    for number, pool in enumerate(pools):
        open_proposals += _open_proposals(pool)
        tried = _in_effect_today(rules, pool.holdings.reference.day)
        before = {name: case.published.ranked for name, case in pool.holdings.cases.items()}
        pool.take(encode(tried))
        said = pool.evaluate(LogPosition(log="pool-log", partition=number, count=0))
        roster.update(type(event).__name__ for event in said.roster)
        vacancies += _vacancies(said.proposals, before)
    ordered = sorted(vacancies, key=lambda effect: effect.vacancy_id)
    return Effects(tuple(ordered), open_proposals, dict(sorted(roster.items())))


def _open_proposals(pool: Pool) -> int:
    cases = (pool.holdings.cases[vacancy_id] for vacancy_id in pool.holdings.live)
    return sum(case.published.kind in _LISTS for case in cases)


def _in_effect_today(rules: RuleSetPublished, day: date | None) -> RuleSetPublished:
    """A rule set for a later day is tried on today's people: nobody knows those of that day."""
    if day is None or rules.effective_from <= day:
        return rules
    return replace(rules, effective_from=day)


def _vacancies(
    said: Iterable[ProposalEvent], before: Mapping[str, tuple[str, ...]]
) -> Iterator[VacancyEffect]:
    for event in said:
        yield VacancyEffect(
            vacancy_id=event.vacancy_id,
            job_group=event.job_group,
            grade=event.grade,
            kind=type(event).__name__,
            reason=event.reason,
            changes=_changes(event, before[event.vacancy_id]),
        )


def _changes(event: ProposalEvent, before: tuple[str, ...]) -> ListChanges:
    if isinstance(event, ProposalListing | ProposalAdvised):
        return event.changes
    return ListChanges(left=before)
