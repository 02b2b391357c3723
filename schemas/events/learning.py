"""A person's part in leadership programmes: `pathways.learning`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import Event

ParticipationStatus = Literal[
    "APPLIED", "SEAT_OFFERED", "NOT_SELECTED", "DECLINED", "COMPLETED", "WITHDRAWN"
]


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
