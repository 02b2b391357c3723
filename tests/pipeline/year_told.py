"""An exercise year told to a pipeline, whatever runs it: its facts, and decisions on its slates."""

from collections.abc import Callable, Iterable
from typing import Protocol

from producers.exercise_year import Decision, Year, decisions, known_before, told_on
from producers.scenario.world import YEAR_DAYS
from schemas.events import DayStarted, Event, SlateProposed

Meanwhile = Callable[[Decision], None]
"""Called between a decision and the answer to it: here workers are killed."""


class Pipeline(Protocol):
    """The stages over their logs, in memory or in Kafka."""

    def publish(self, events: Iterable[Event]) -> None: ...

    def settle(self) -> None:
        """Until every stage has folded all that there is."""

    def slate(self) -> SlateProposed | None:
        """The last one proposed."""


def tell(
    year: Year,
    pipeline: Pipeline,
    meanwhile: Meanwhile = lambda _: None,
    more: Callable[[int], Iterable[Event]] = lambda _: (),
    days_at_once: int = 30,
    every_day: bool = True,
) -> None:
    """The year day by day; it waits for the answers to a decision before the next day begins.

    `more` are facts that some day of the year has besides. Without `every_day` the pipeline learns
    only which day it is at the end of those that are told at once, as after a pause of the clock.
    """
    pipeline.publish(known_before(year))
    pipeline.settle()
    taken = list(decisions(year))
    for number in range(YEAR_DAYS):
        day = year.day(number)
        today, ends = [it for it in taken if it.day == day], number % days_at_once == 0
        facts = [*told_on(year, day), *more(number)]
        if not (every_day or today or ends):
            facts = [fact for fact in facts if not isinstance(fact, DayStarted)]
        pipeline.publish(facts)
        awaited = any(decision.awaited for decision in today)
        if awaited or ends:
            pipeline.settle()
        for decision in today:
            pipeline.publish(decision.told(pipeline.slate()))
            meanwhile(decision)
        if awaited:
            pipeline.settle()
    pipeline.settle()
