"""Which facts count for a day: by when they were recorded, or by when they took effect."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from schemas.events import CandidateErased, Event, PersonErased
from streams.pool.reference import Reference

Clock = Literal["recorded", "occurred"]
"""`recorded`: what was known by the end of the day. `occurred`: what is known now to have been so.
"""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The end of a day in UTC, by one of the two clocks."""

    day: date
    clock: Clock

    @property
    def end(self) -> datetime:
        """The first moment that counts no more."""
        return datetime.combine(self.day + timedelta(days=1), time(), UTC)

    def time_of(self, event: Event) -> datetime:
        return event.recorded_at if self.clock == "recorded" else event.occurred_at

    def admits(self, event: Event) -> bool:
        """Whoever was erased is erased on every day: history gives nobody back."""
        if isinstance(event, CandidateErased | PersonErased):
            return True
        if isinstance(event, Reference) and self.clock == "occurred":
            # A reference fact says itself from when it is in effect: when it was written down
            # is no part of what was so.
            return True
        return self.time_of(event) < self.end
