"""Editions of leadership programmes and the policy of development: `pathways.reference`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Delivery
from schemas.events.envelope import Event
from schemas.events.reference import LeadershipBehaviour

LeadershipTheme = Literal["DIRECTION", "ALIGNMENT", "COMMITMENT"]


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
class CompetencyTheme:
    """What a competency is part of, in the words of the organisation's leadership roadmap and of
    the UN System Leadership Framework.
    """

    competency: str
    theme: LeadershipTheme
    behaviours: tuple[LeadershipBehaviour, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LeadershipPolicyPublished(Event):
    """How needs are told and seats proposed; it touches no match."""

    policy_id: str
    version: int
    effective_from: date
    programmes: tuple[str, ...]
    """The programme_ids whose seats are proposed to people with needs."""
    themes: tuple[CompetencyTheme, ...]
    gap_min: int = 1
    """Levels that must be missing for a need."""
    cell_min: int = 5
    """Groups of fewer people are not shown in a funnel."""
