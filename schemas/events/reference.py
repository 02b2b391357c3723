"""Dated facts and policy: `pathways.reference`, one partition, copied to every pool."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event

HardshipClass = Literal["H", "A", "B", "C", "D", "E", "UNCLASSIFIED"]
FamilyStatus = Literal["FAMILY", "NON_FAMILY"]


@dataclass(frozen=True, kw_only=True)
class DayStarted(Event):
    """A UTC day began: time reaches the decisions as an event; its id is the date."""

    day: date


@dataclass(frozen=True, kw_only=True)
class ProfilePublished(Event):
    """The Pool holds people for this job group at this grade from a date on."""

    job_group: str
    grade: str
    title: str
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class DutyStationClassified(Event):
    """What holds for a duty station from a date on; family status is no matter of hardship."""

    duty_station: DutyStationKey
    name: str
    hardship_class: HardshipClass
    family_status: FamilyStatus | None = None
    rest_cycle_weeks: int | None = None
    """Rest and recuperation: weeks between two breaks."""
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class RotationCyclePublished(Event):
    """An annual exercise: its window takes in rotational posts of the job groups covered."""

    cycle_id: str
    job_groups: tuple[str, ...]
    catalogue_published: date
    window_open: date
    window_close: date
    """The last day of the window."""
    effective_from: date
    """From when the placements of the exercise take effect."""


@dataclass(frozen=True, kw_only=True)
class RatingValidity:
    """For how long an assessment with a rating counts."""

    rating: str
    months: int


@dataclass(frozen=True, kw_only=True)
class RuleSetPublished(Event):
    """A policy: everything about a match that people, not code, decide."""

    rule_set_id: str
    version: int
    effective_from: date
    validity: tuple[RatingValidity, ...]
    satisfactory_ratings: tuple[str, ...]
    """Performance ratings with which an incumbent is a member of right."""
    ranked_max: int
    near_misses_max: int
    cannot_confirm_max: int
    expiry_warning_days: int
    unconfirmed_warning_days: int
    """After how many days availability counts as no longer fresh: a warning, not a bar."""
