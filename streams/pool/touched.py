"""What the events of one transaction touched, so that each vacancy is evaluated once at its end."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from schemas.events import (
    Cause,
    DayStarted,
    DutyStationClassified,
    Event,
    MembershipRecorded,
    ProfilePublished,
    RotationCyclePublished,
    RuleSetPublished,
    VacancyOpened,
)
from streams.pool.reference import Reference

Profile = tuple[str, str]

CAUSES_MAX = 20
"""Causes named in one event; the others are counted."""
_REASON_CHARACTERS_MAX = 200


class Touched:
    """The events in the order of the log, and whom each concerns."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.vacancies: dict[str, list[int]] = {}
        self.profiles: dict[Profile, list[int]] = {}
        self.job_groups: dict[str, list[int]] = {}
        self.facts: list[tuple[int, Reference]] = []
        self.at: datetime | None = None
        """The latest `recorded_at` seen."""

    def see(self, event: Event) -> None:
        """Every record of the transaction, whether it changes anything or not."""
        self.at = event.recorded_at if self.at is None else max(self.at, event.recorded_at)

    def vacancy(self, vacancy_id: str, event: Event) -> None:
        self.vacancies.setdefault(vacancy_id, []).append(self._number(event))

    def membership(self, event: MembershipRecorded, *, new: bool) -> None:
        """A new membership changes the size of its job group's roster, in every grade's list."""
        number = self._number(event)
        self.profiles.setdefault((event.job_group, event.grade), []).append(number)
        if new:
            self.job_groups.setdefault(event.job_group, []).append(number)

    def reference(self, event: Reference) -> None:
        """A dated fact or a policy: it touches the vacancies that depend on it."""
        self.facts.append((self._number(event), event))

    def concerns(self, terms: VacancyOpened, vacancy_id: str) -> bool:
        """Whether anything touched a vacancy."""
        return (
            vacancy_id in self.vacancies
            or (terms.job_group, terms.grade) in self.profiles
            or terms.job_group in self.job_groups
            or any(_bears_on(fact, terms) for _, fact in self.facts)
        )

    def touches(self, terms: VacancyOpened, vacancy_id: str) -> list[Event]:
        """The events that touched a vacancy, in the order of the log, each once."""
        found = chain(
            self.vacancies.get(vacancy_id, ()),
            self.profiles.get((terms.job_group, terms.grade), ()),
            self.job_groups.get(terms.job_group, ()),
            (number for number, fact in self.facts if _bears_on(fact, terms)),
        )
        return [self.events[number] for number in sorted(set(found))]

    def _number(self, event: Event) -> int:
        self.events.append(event)
        return len(self.events) - 1


def _bears_on(fact: Reference, terms: VacancyOpened) -> bool:
    match fact:
        case ProfilePublished():
            return (fact.job_group, fact.grade) == (terms.job_group, terms.grade)
        case DutyStationClassified():
            return fact.duty_station == terms.duty_station
        case RotationCyclePublished():
            return terms.job_group in fact.job_groups
        case DayStarted() | RuleSetPublished():
            return True


def causes_of(events: list[Event], concerned: Iterable[str]) -> tuple[Cause, ...]:
    """The first causes, those about `concerned` people or no person at all before others."""
    people = frozenset(concerned)
    order = sorted(range(len(events)), key=lambda number: _apart(events[number], people))
    return tuple(_cause(events[number]) for number in sorted(order[:CAUSES_MAX]))


def _apart(event: Event, people: frozenset[str]) -> bool:
    return isinstance(event, MembershipRecorded) and event.candidate_id not in people


def _cause(event: Event) -> Cause:
    if isinstance(event, MembershipRecorded):
        return Cause(
            event_id=event.causation_id or event.event_id,
            event_type=event.cause_type,
            reason=f"{event.cause_type} of {event.candidate_id}",
        )
    kind = type(event).__name__
    return Cause(event_id=event.event_id, event_type=kind, reason=_words(kind, event))


def _words(kind: str, event: Event) -> str:
    for name in ("reason", "candidate_id", "day", "cycle_id", "rule_set_id"):
        if (value := getattr(event, name, None)) is not None:
            return f"{kind}: {value}"[:_REASON_CHARACTERS_MAX]
    return kind
