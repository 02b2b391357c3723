"""What a generated exercise year is about: how many people, which days, and its own dice."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar

from producers.reference import Organisation
from producers.scenario.dice import Dice
from producers.scenario.world import YEAR_DAYS, World
from schemas.events import Event, RotationCyclePublished

BEFORE_YEARS = 2
"""Of which people's facts are known when the year begins."""
PEOPLE_MIN = 30
PUBLISHED, FROZEN, OPENS, CLOSES, EFFECTIVE = 0, 40, 60, 110, 215
"""The days of the cycle, counted from the first of the year."""

Made = TypeVar("Made", bound=Event)


@dataclass(frozen=True)
class Year:
    """The arguments that decide every byte of the year that ends where `as_of` begins."""

    people: int
    seed: int
    as_of: date
    organisation: Organisation = field(hash=False)

    def __post_init__(self) -> None:
        if self.people < PEOPLE_MIN:
            raise ValueError(f"an exercise takes {PEOPLE_MIN} people or more")
        # The world refuses days before the facts of the organisation hold.
        assert self.world.days

    @cached_property
    def world(self) -> World:
        """Without vacancies: those of the year are its own."""
        return World(self.people, 0, self.seed, self.as_of, BEFORE_YEARS + 1, self.organisation)

    @cached_property
    def start(self) -> date:
        return self.day(0)

    def day(self, number: int) -> date:
        return self.as_of - timedelta(days=YEAR_DAYS - number)

    @cached_property
    def cycle(self) -> RotationCyclePublished:
        """The one exercise of the year; it covers every job group."""
        groups = dict.fromkeys(profile.job_group for profile in self.organisation.profiles)
        return self.stated(
            RotationCyclePublished,
            "cycle",
            self.day(PUBLISHED),
            cycle_id=f"cycle-{self.start}",
            job_groups=tuple(groups),
            catalogue_published=self.day(FROZEN),
            window_open=self.day(OPENS),
            window_close=self.day(CLOSES),
            effective_from=self.day(EFFECTIVE),
        )

    def dice(self, kind: str, number: int = 0) -> Dice:
        return self.world.dice(f"exercise/{kind}", number)

    def identity(self, kind: str, number: int) -> str:
        """A pseudonym among those of its kind: `v` for vacancies, `post` for posts."""
        return self.world.identity(kind, number, "exercise")

    def stated(self, kind: type[Made], name: str, day: date, **fields: Any) -> Made:
        """An event told on the day it happened, at an hour that hangs on its name alone."""
        seconds = self.dice(f"hour/{name}").between(7 * 3600, 17 * 3600)
        moment = datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)
        return kind(
            event_id=f"exercise-{self.start}-{name}",
            occurred_at=moment,
            recorded_at=moment,
            source="hr.rotation",
            **fields,
        )
