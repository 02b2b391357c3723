"""What a generated history is about: its size, its days, and the ids of everybody in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

from producers.reference import Organisation, cycles
from producers.scenario.chances import Chances
from producers.scenario.dice import Dice
from schemas.events import Event, RotationCyclePublished

YEAR_DAYS = 365
LATE_PERCENT = 5
LATE_DAYS_MAX = 60

Made = TypeVar("Made", bound=Event)


@dataclass(frozen=True)
class World:
    """The arguments that decide every byte of a history."""

    candidates: int
    vacancies: int
    seed: int
    as_of: date
    years: int
    organisation: Organisation

    def __post_init__(self) -> None:
        earliest = self.organisation.manner.facts_from
        if self.candidates < 0 or self.vacancies < 0 or self.years < 1:
            raise ValueError("candidates and vacancies are 0 or more, years 1 or more")
        if self.start < earliest:
            raise ValueError(
                f"the history would begin on {self.start}, the reference set on {earliest}:"
                " take fewer years or a later day"
            )

    @cached_property
    def start(self) -> date:
        return self.as_of - timedelta(days=self.years * YEAR_DAYS)

    @cached_property
    def days(self) -> int:
        return (self.as_of - self.start).days

    @cached_property
    def end(self) -> datetime:
        """Nothing is recorded at or after the first moment of `as_of`."""
        return datetime(self.as_of.year, self.as_of.month, self.as_of.day, tzinfo=UTC)

    @cached_property
    def cycles(self) -> tuple[RotationCyclePublished, ...]:
        return tuple(cycles(self.organisation, self.as_of, self.years))

    @cached_property
    def chances(self) -> Chances:
        return Chances(self.organisation)

    def dice(self, kind: str, number: int) -> Dice:
        return Dice(f"{self._name}/{kind}/{number}")

    def identity(self, kind: str, number: int, among: str = "") -> str:
        """A pseudonym: nothing about the person or the post can be read from it."""
        digest = blake2b(f"{self._name}/{kind}{among}/{number}".encode(), digest_size=8)
        return f"{kind}-{digest.hexdigest()}"

    @cached_property
    def _name(self) -> str:
        return f"{self.seed}/{self.as_of}/{self.years}"


class Ledger:
    """The events of one person or vacancy, each within the history and with an id of its own."""

    def __init__(
        self, world: World, owner: str, dice: Dice, correlation: str | None = None
    ) -> None:
        self.events: list[Event] = []
        self.owner = owner
        """The id of whom or what it is about: each event's own id begins with it."""
        self._world = world
        self._dice = dice
        self._correlation = correlation

    def add(self, kind: type[Made], source: str, day: date, **fields: Any) -> Made | None:
        """The event as it happened on a day of the past; None if the history ends before."""
        occurred = self._moment(day)
        recorded = self._learnt(occurred)
        if recorded >= self._world.end:
            return None
        event = kind(
            event_id=f"{self.owner}-{len(self.events)}",
            occurred_at=occurred,
            recorded_at=recorded,
            source=source,
            correlation_id=self._correlation,
            **fields,
        )
        self.events.append(event)
        return event

    def _moment(self, day: date) -> datetime:
        seconds = self._dice.between(7 * 3600, 17 * 3600)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return midnight + timedelta(seconds=seconds, microseconds=self._dice.below(1_000_000))

    def _learnt(self, occurred: datetime) -> datetime:
        if self._dice.chance(LATE_PERCENT):
            late = timedelta(days=self._dice.between(1, LATE_DAYS_MAX))
            return min(occurred + late, max(occurred, self._world.end - timedelta(seconds=1)))
        return occurred + timedelta(seconds=self._dice.below(3600))
