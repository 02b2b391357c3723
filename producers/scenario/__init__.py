"""A believable history of the Pool, the same for the same arguments on every machine."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from heapq import merge

from producers.reference import Organisation, built_in, reference_events
from producers.scenario.dice import Dice
from producers.scenario.openings import opening
from producers.scenario.people import history
from producers.scenario.world import World
from schemas.days import day_started
from schemas.events import Event

DUPLICATE_PERCENT = 1


def scenario(
    *,
    candidates: int,
    vacancies: int,
    seed: int,
    as_of: date,
    years: int = 2,
    days: bool = False,
    duplicates: bool = False,
    organisation: Organisation | None = None,
) -> Iterator[Event]:
    """Reference events first, then people with the vacancies spread evenly among them.

    Everything is recorded before the first moment of `as_of`. Memory does not grow with the size,
    except with `days`: then all is put in the order of recording with a DayStarted for each date,
    which keeps the whole history (about 1 KB an event). `duplicates` repeats one event in a
    hundred, unchanged. `organisation`: whose people and posts they are, by default those of the
    built-in one. Raises ValueError for arguments that make no history.
    """
    world = World(candidates, vacancies, seed, as_of, years, organisation or built_in())
    found = _shuffled_in(world)
    if days:
        found = _with_days(world, found)
    if duplicates:
        found = _with_duplicates(world, found)
    return found


def _shuffled_in(world: World) -> Iterator[Event]:
    yield from reference_events(world.organisation, world.as_of, world.years)
    opened = 0
    for number in range(world.candidates):
        yield from history(world, number)
        due = (number + 1) * world.vacancies // world.candidates
        while opened < due:
            yield from opening(world, opened)
            opened += 1
    while opened < world.vacancies:
        yield from opening(world, opened)
        opened += 1


def _with_days(world: World, found: Iterator[Event]) -> Iterator[Event]:
    days = (day_started(world.start + timedelta(days=n)) for n in range(world.days + 1))
    ordered = sorted(found, key=_order)
    return merge(days, ordered, key=_order)


def _order(event: Event) -> tuple[datetime, str]:
    return event.recorded_at, event.event_id


def _with_duplicates(world: World, found: Iterator[Event]) -> Iterator[Event]:
    dice: Dice = world.dice("duplicates", 0)
    held: Event | None = None
    for event in found:
        yield event
        if held is not None and dice.chance(20):
            yield held
            held = None
        elif held is None and dice.chance(DUPLICATE_PERCENT):
            held = event
