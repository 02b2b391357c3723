"""What the events of one transaction touched, so that each vacancy is evaluated once at its end."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice

from schemas.events import (
    CandidatesListed,
    Cause,
    DayStarted,
    Event,
    MembershipHead,
    PostsToJudge,
    RuleSetPublished,
    VacancyOpened,
)
from streams.pool.case import Case
from streams.pool.dependence import Serving, bears_on
from streams.pool.reference import Reference
from streams.pool.vacancy import DecisionEvent

Profile = tuple[str, str]

CAUSES_MAX = 20
"""Causes named in one event; the others are counted."""
_REASON_CHARACTERS_MAX = 200


class Touched:
    """The events in the order of the log, and whom each concerns."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.vacancies: dict[str, list[int]] = {}
        self.decisions: list[DecisionEvent] = []
        self.profiles: dict[Profile, list[int]] = {}
        self.job_groups: dict[str, list[int]] = {}
        self.people: dict[str, list[tuple[int, str]]] = {}
        """Who entered, left or moved on a list told by a pool, and of which vacancy."""
        self.facts: list[tuple[int, Reference]] = []
        self.questions: list[PostsToJudge] = []
        """What an exercise asked; it touches nothing."""
        self.days_before: list[date | None] = []
        """The day as it was before each one that started."""
        self.everything = False
        """Whether a day or a rule set came."""
        self.at: datetime | None = None
        """The latest `recorded_at` seen."""

    def see(self, event: Event) -> None:
        """Every record of the transaction, whether it changes anything or not."""
        self.at = event.recorded_at if self.at is None else max(self.at, event.recorded_at)

    def vacancy(self, vacancy_id: str, event: Event) -> None:
        self.vacancies.setdefault(vacancy_id, []).append(self._number(event))
        if isinstance(event, DecisionEvent):
            self.decisions.append(event)

    def membership(self, event: MembershipHead, *, new: bool) -> None:
        """A new membership changes the size of its job group's roster, in every grade's list."""
        number = self._number(event)
        self.profiles.setdefault((event.job_group, event.grade), []).append(number)
        if new:
            self.job_groups.setdefault(event.job_group, []).append(number)

    def reference(self, event: Reference, replaced: Reference | None) -> None:
        """A dated fact or a policy: it touches what depends on it or on what it replaces."""
        number = self._number(event)
        self.facts.extend((number, fact) for fact in (event, replaced) if fact is not None)
        self.everything |= isinstance(event, DayStarted | RuleSetPublished)

    def listing(self, told: CandidatesListed, people: Iterable[str]) -> None:
        """A list told: it touches the other lists on which these people stand."""
        number = self._number(told)
        for candidate_id in people:
            self.people.setdefault(candidate_id, []).append((number, told.vacancy_id))

    def concerns(self, case: Case, terms: VacancyOpened, serving: Serving) -> bool:
        """Whether anything touched a vacancy."""
        return case.vacancy_id in self.vacancies or (
            (self.everything or not case.at_rest)
            and next(self._others(case, terms, serving), None) is not None
        )

    def touches(self, case: Case, terms: VacancyOpened, serving: Serving) -> list[Event]:
        """The events that touched a vacancy, in the order of the log, each once."""
        own = self.vacancies.get(case.vacancy_id, ())
        numbers = sorted(set(chain(own, self._others(case, terms, serving))))
        events = (self.events[number] for number in numbers)
        return [event for event in events if event.event_id not in case.refused]

    def _others(self, case: Case, terms: VacancyOpened, serving: Serving) -> Iterator[int]:
        yield from self.profiles.get((terms.job_group, terms.grade), ())
        yield from self.job_groups.get(terms.job_group, ())
        yield from (number for number, fact in self.facts if bears_on(fact, terms, serving))
        if self.people:
            for candidate_id in case.published.ranked:
                for number, vacancy_id in self.people.get(candidate_id, ()):
                    if vacancy_id != case.vacancy_id:
                        yield number

    def _number(self, event: Event) -> int:
        self.events.append(event)
        return len(self.events) - 1


def causes_of(events: list[Event], concerned: Iterable[str]) -> tuple[Cause, ...]:
    """The first causes, those about `concerned` people or no person at all before others."""
    people = frozenset(concerned)
    apart = [
        isinstance(event, MembershipHead) and event.candidate_id not in people for event in events
    ]
    near = (number for number, is_apart in enumerate(apart) if not is_apart)
    others = (number for number, is_apart in enumerate(apart) if is_apart)
    chosen = sorted(islice(chain(near, others), CAUSES_MAX))
    return tuple(_cause(events[number]) for number in chosen)


def _cause(event: Event) -> Cause:
    if isinstance(event, MembershipHead):
        return Cause(
            event_id=event.causation_id or event.event_id,
            event_type=event.cause_type,
            reason=f"{event.cause_type} of {event.candidate_id}",
        )
    kind = type(event).__name__
    if isinstance(event, CandidatesListed):
        reason = f"the list of {event.vacancy_id} changed"
        return Cause(event_id=event.event_id, event_type=kind, reason=reason)
    return Cause(event_id=event.event_id, event_type=kind, reason=_words(kind, event))


_TELLING = ("reason", "candidate_id", "day", "cycle_id", "rule_set_id", "list_id", "post_id")


def _words(kind: str, event: Event) -> str:
    for name in _TELLING:
        if (value := getattr(event, name, None)) is not None:
            return f"{kind}: {value}"[:_REASON_CHARACTERS_MAX]
    return kind
