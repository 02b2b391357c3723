"""When a person could go: `pathways.availability`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date

from schemas.events.envelope import Event


@dataclass(frozen=True, kw_only=True)
class AvailabilityConfirmed(Event):
    """The person says from when they are free, and what notice they must give."""

    candidate_id: str
    available_from: date
    notice_days: int = 0


@dataclass(frozen=True, kw_only=True)
class AvailabilityHeld(Event):
    """The person cannot be considered for a while; without an end, until released."""

    candidate_id: str
    hold_id: str
    held_from: date
    held_until: date | None = None
    """The last day of the hold."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class AvailabilityReleased(Event):
    """A hold ends: the first day without it."""

    candidate_id: str
    hold_id: str
    released_on: date
