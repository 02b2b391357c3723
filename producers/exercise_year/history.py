"""The facts of an exercise year in the order in which they are told."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from producers.exercise_year.catalogue import catalogue
from producers.exercise_year.decisions import decisions
from producers.exercise_year.learning import editions, participations
from producers.exercise_year.openings import vacancies
from producers.exercise_year.people import people_facts
from producers.exercise_year.persons import persons
from producers.exercise_year.posts import posts, staffing
from producers.exercise_year.wishes import preferences, rankings
from producers.exercise_year.year import Year
from producers.reference import reference_events
from producers.scenario.world import YEAR_DAYS
from schemas.days import day_started
from schemas.events import Event, RotationCyclePublished


def exercise_history(year: Year) -> Iterator[Event]:
    """All of it, each day with its DayStarted; the decisions are guesses.

    A decision counts only if the stages have answered the one before it: published all at once,
    it is refused as one on a slate that nobody has seen.
    """
    yield from known_before(year)
    guessed = {decision.day: decision.told(None) for decision in decisions(year)}
    for number in range(YEAR_DAYS):
        yield from told_on(year, year.day(number))
        yield from guessed.get(year.day(number), ())


def known_before(year: Year) -> list[Event]:
    """What is told before the year begins, the day before it among that."""
    eve = year.start - timedelta(days=1)
    told = [event for day, some in _by_day(year).items() if day < year.start for event in some]
    return [*_reference(year), *_ordered(told), day_started(eve)]


def told_on(year: Year, day: date) -> list[Event]:
    """The day itself, and then what is told on it beside decisions on slates."""
    return [day_started(day), *_by_day(year).get(day, ())]


@cache
def _by_day(year: Year) -> Mapping[date, list[Event]]:
    found: dict[date, list[Event]] = {}
    for event in _ordered(_facts(year)):
        found.setdefault(event.recorded_at.date(), []).append(event)
    return found


def _reference(year: Year) -> Iterator[Event]:
    """Without the built-in cycles: the year has its own."""
    for event in reference_events(year.organisation, year.start):
        if not isinstance(event, RotationCyclePublished):
            yield event


def _facts(year: Year) -> Iterator[Event]:
    yield year.cycle
    yield from people_facts(year)
    for post in posts(year):
        yield from staffing(year, post)
    yield from catalogue(year)
    yield from preferences(year)
    yield from rankings(year)
    yield from persons(year)
    yield from vacancies(year)
    yield from editions(year)
    yield from participations(year)


def _ordered(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.recorded_at, event.event_id))
