"""Notes what each transaction says on both sides, as far as it makes a difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from schemas.events import (
    Event,
    ProposalEvent,
)
from streams.history.backtest.course import Course
from streams.history.backtest.decisions import DecisionsSeen
from streams.history.backtest.outcome import (
    DecisionToLookAt,
    Month,
    Side,
    VacancyCompared,
    Why,
)
from streams.history.backtest.standing import Standing, lineup_at, rules_changed, standing_in
from streams.pool.evaluation import Evaluation
from streams.pool.pool import Pool


@dataclass(slots=True)
class _Beside:
    """One vacancy on both sides, while they are followed."""

    before: Course
    after: Course
    why: tuple[Why, ...] = ()
    differed_from: date | None = None
    differed_until: date | None = None

    @property
    def differs(self) -> bool:
        return self.before.standing != self.after.standing


@dataclass(slots=True)
class _Months:
    before: int = 0
    after: int = 0
    differing: set[str] = field(default_factory=set)


class Comparison:
    """Of the pools together; grows by `look_before` and `look_after` each transaction."""

    def __init__(self) -> None:
        self._vacancies: dict[str, _Beside] = {}
        self._differing: dict[int, set[str]] = {}
        self._months: dict[str, _Months] = {}
        self._decisions = DecisionsSeen()
        self._refused: tuple[set[str], set[str]] = (set(), set())

    def look_before(self, events: Iterable[Event], history: Pool, altered: Pool) -> None:
        """At decisions about people, on what stood when they were taken."""
        if history is not altered:
            self._decisions.look(events, history, altered)

    def look_after(
        self, history: tuple[Pool, Evaluation], altered: tuple[Pool, Evaluation], pool: int
    ) -> None:
        """At what both sides said at the end of the same transaction."""
        day = history[0].holdings.reference.day
        touched = self._say(history[1].proposals, altered[1].proposals, day)
        differing = self._differing.setdefault(pool, set())
        for vacancy_id in touched:
            beside = self._vacancies[vacancy_id]
            (differing.add if beside.differs else differing.discard)(vacancy_id)
            if _lists_differ(beside):
                beside.why = tuple(_why(beside, history[0], altered[0]))
        if day is not None:
            self._note_differing(differing, day)
        for refused, said in zip(self._refused, (history[1], altered[1]), strict=True):
            refused.update(each.decision_event_id for each in said.refusals)

    def vacancies(self) -> Iterator[VacancyCompared]:
        for vacancy_id, beside in sorted(self._vacancies.items()):
            course = beside.before if beside.before.revisions else beside.after
            yield VacancyCompared(
                vacancy_id=vacancy_id,
                job_group=course.job_group,
                grade=course.grade,
                title=beside.before.title or beside.after.title,
                before=_side(beside.before),
                after=_side(beside.after),
                why=beside.why if _lists_differ(beside) else (),
                differed_from=beside.differed_from,
                differed_until=beside.differed_until,
            )

    def decisions(self) -> Iterator[DecisionToLookAt]:
        """By vacancy and person; what history itself refused is left out."""
        for found in self._decisions.found():
            if any(step.event_id not in self._refused[0] for step in found.steps):
                yield found

    def refused_anew(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Refused on the altered side alone, and on history's alone."""
        before, after = self._refused
        return tuple(sorted(after - before)), tuple(sorted(before - after))

    def months(self) -> Iterator[Month]:
        for name, month in sorted(self._months.items()):
            yield Month(name, month.before, month.after, len(month.differing))

    def _say(
        self,
        before: Iterable[ProposalEvent],
        after: Iterable[ProposalEvent],
        day: date | None,
    ) -> list[str]:
        touched: dict[str, None] = {}
        for event in before:
            beside = self._beside(event)
            beside.before.say(event)
            if before is after:
                beside.after.say_as(beside.before)
            touched[event.vacancy_id] = None
            self._month(day or event.as_of).before += 1
        for event in after:
            if before is not after:
                self._beside(event).after.say(event)
            touched[event.vacancy_id] = None
            self._month(day or event.as_of).after += 1
        return list(touched)

    def _beside(self, event: ProposalEvent) -> _Beside:
        found = self._vacancies.get(event.vacancy_id)
        if found is None:
            named = (event.vacancy_id, event.job_group, event.grade)
            found = self._vacancies[event.vacancy_id] = _Beside(Course(*named), Course(*named))
        return found

    def _month(self, day: date) -> _Months:
        return self._months.setdefault(f"{day:%Y-%m}", _Months())

    def _note_differing(self, differing: Iterable[str], day: date) -> None:
        for vacancy_id in differing:
            beside = self._vacancies[vacancy_id]
            beside.differed_from = beside.differed_from or day
            beside.differed_until = day
            self._month(day).differing.add(vacancy_id)


def _side(course: Course) -> Side:
    return Side(course.revisions, course.kind, course.said_sha256, course.last_list)


def _lists_differ(beside: _Beside) -> bool:
    before, after = beside.before.last_list, beside.after.last_list
    return (before.people if before else ()) != (after.people if after else ())


def _why(beside: _Beside, history: Pool, altered: Pool) -> Iterator[Why]:
    """Of everybody whose place on the last lists is another one."""
    ranks = [_ranks(beside.before), _ranks(beside.after)]
    places = {who: (ranks[0].get(who), ranks[1].get(who)) for who in {**ranks[0], **ranks[1]}}
    moved = [who for who, (was, now) in places.items() if was != now]
    before, after = (lineup_at(pool, beside.before.vacancy_id) for pool in (history, altered))
    for who in moved:
        was, now = places[who]
        if before is None or after is None:
            yield Why(who, was, now, (), "nobody can be judged: no policy is in effect", True)
            continue
        old, new = standing_in(before, who), standing_in(after, who)
        rules = rules_changed(old, new)
        same = not rules and (old.rating, old.points) == (new.rating, new.points)
        yield Why(who, was, now, rules, _words(was, now, old, new), same)


def _words(was: int | None, now: int | None, old: Standing, new: Standing) -> str:
    if now is None and new.why_not:
        return new.why_not
    if was is None and old.why_not:
        return f"before: {old.why_not}"
    parts = []
    if old.rating != new.rating:
        parts.append(f"rated {new.rating or 'not at all'}, before {old.rating or 'not at all'}")
    if old.points != new.points:
        parts.append(f"{new.points} points, before {old.points}")
    if now is None:
        parts.append("others come first")
    elif not parts:
        parts.append("others before them left or entered")
    return "; ".join(parts)


def _ranks(course: Course) -> dict[str, int]:
    shown = course.last_list
    return {each.candidate_id: each.rank for each in shown.ranked} if shown else {}
