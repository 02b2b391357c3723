"""Who holds which post, and how they perform: `pathways.staffing`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event

SeparationReason = Literal[
    "ROTATED", "RETIREMENT", "SEPARATION", "CURTAILMENT", "POST_ABOLISHED", "OTHER"
]


@dataclass(frozen=True, kw_only=True)
class IncumbentAssigned(Event):
    """A person holds a post of the Pool's profiles from a date on."""

    candidate_id: str
    assignment_id: str
    post_id: str
    job_group: str
    grade: str
    duty_station: DutyStationKey
    starts_on: date
    due_rotation_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class IncumbentSeparated(Event):
    """The person leaves that post: the last day in it."""

    candidate_id: str
    assignment_id: str
    ends_on: date
    reason: SeparationReason


@dataclass(frozen=True, kw_only=True)
class PerformanceRated(Event):
    """The appraisal of a period; which ratings are satisfactory is policy."""

    candidate_id: str
    rating: str
    period_end: date
