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


@dataclass(frozen=True, kw_only=True)
class LearningEvent(Event):
    """What every event about a person's part in an edition names."""

    candidate_id: str
    participation_id: str
    """One for each person and edition; all later events about it carry it."""
    edition_id: str


@dataclass(frozen=True, kw_only=True)
class LearningApplicationSubmitted(LearningEvent):
    """A person asks for a seat."""

    nomination_id: str | None = None
    """The nomination that it follows, where there was one."""


@dataclass(frozen=True, kw_only=True)
class SeatAllocated(LearningEvent):
    """A seat is the person's unless they decline it or withdraw."""


@dataclass(frozen=True, kw_only=True)
class SeatRefused(LearningEvent):
    """The organisation gives the person no seat in this edition."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SeatDeclined(LearningEvent):
    """The person does not take the seat, which is free again."""

    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class LearningCompleted(LearningEvent):
    """The person finished the edition: a fact shown beside a match, never a rule or a score."""

    completed_on: date
    """It may lie after the edition's last day."""


@dataclass(frozen=True, kw_only=True)
class LearningWithdrawn(LearningEvent):
    """The person leaves, before the edition or in the course of it."""

    reason: str | None = None
