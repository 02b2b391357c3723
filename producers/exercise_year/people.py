"""What is known of the people of the year: as in any generated history, most of it before."""

from collections.abc import Iterator
from datetime import date, timedelta

from producers.exercise_year.year import Year
from producers.scenario.application import application
from producers.scenario.availability import availability
from producers.scenario.background import background
from producers.scenario.person import person
from producers.scenario.service import appraisals
from producers.scenario.world import Ledger
from schemas.events import Event

APPLIED_IN_YEAR_PERCENT = 15


def people_facts(year: Year) -> Iterator[Event]:
    """Everything but posts and the exercise, of everybody."""
    for number in range(year.people):
        yield from _facts(year, number)


def _facts(year: Year, number: int) -> list[Event]:
    world, who = year.world, person(year.world, number)
    dice = year.dice("person", number)
    ledger = Ledger(world, who.candidate_id, dice)
    applied = _applied(year, number)
    if who.origin in world.organisation.rule_set.rated_origins:
        appraisals(world, ledger, dice, min(applied, year.start - timedelta(days=200)))
    application(world, ledger, dice, who, applied)
    availability(ledger, dice, applied)
    background(world, ledger, dice, applied)
    return ledger.events


def _applied(year: Year, number: int) -> date:
    """Early enough to be assessed by the window and late enough that it still counts, for most."""
    dice = year.dice("applied", number)
    if dice.chance(APPLIED_IN_YEAR_PERCENT):
        return year.day(dice.between(0, 200))
    return year.day(-dice.between(120, 360))
