"""Leadership programmes: editions on `pathways.reference`, the rest on `pathways.learning`."""

from dataclasses import dataclass
from datetime import date

from schemas.events.assessments import Delivery
from schemas.events.envelope import Event


@dataclass(frozen=True, kw_only=True)
class ProgrammeEditionAnnounced(Event):
    """A programme takes place once more, and the organisation holds seats in it."""

    edition_id: str
    programme_id: str
    title: str
    delivery: Delivery
    starts_on: date
    ends_on: date
    """The last day."""
    apply_by: date | None = None
    """The last day on which people may apply."""
    seats_reserved: int


@dataclass(frozen=True, kw_only=True)
class SeatsReservedChanged(Event):
    """The organisation holds more or fewer seats in an edition than before."""

    edition_id: str
    seats_reserved: int
    """All of them, not the difference."""
    reason: str | None = None
