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


TourChange = Literal["EXTENDED", "SHORTENED", "CORRECTED"]
Relatives = Literal["NONE", "OTHER", "CLOSE"]
CurtailmentReason = Literal["MEDICAL", "CLEARANCE", "SERVICE_NEED", "COMPASSIONATE", "OTHER"]


@dataclass(frozen=True, kw_only=True)
class TourEndChanged(Event):
    """The day on which an incumbent is due to rotate moves."""

    candidate_id: str
    assignment_id: str
    due_rotation_on: date
    change: TourChange
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class RelativesDeclared(Event):
    """Whether a person has relatives among the organisation's personnel; never who."""

    candidate_id: str
    relatives: Relatives
    """The closest kind; a person of whom no declaration is known is undeclared, not NONE."""


@dataclass(frozen=True, kw_only=True)
class IncumbentPostAbolished(Event):
    """The post that a person holds ends under them; `PostAbolished` says it of the post itself."""

    candidate_id: str
    assignment_id: str
    post_id: str
    abolished_on: date
    """The post's last day."""


@dataclass(frozen=True, kw_only=True)
class AssignmentEvent(Event):
    """What every event about the course of an assignment names."""

    candidate_id: str
    assignment_id: str
    """As in `IncumbentAssigned`."""
    post_id: str


@dataclass(frozen=True, kw_only=True)
class AssignmentStarted(AssignmentEvent):
    """The person has arrived in the post: the first day in it."""

    started_on: date
    cycle_id: str | None = None
    """The rotation exercise that placed the person; null for a post filled outside of one."""


@dataclass(frozen=True, kw_only=True)
class AssignmentCompleted(AssignmentEvent):
    """The tour was served to its end: the last day in the post."""

    completed_on: date


@dataclass(frozen=True, kw_only=True)
class AssignmentCurtailed(AssignmentEvent):
    """The tour ends early: the last day in the post."""

    curtailed_on: date
    curtailment_reason: CurtailmentReason
    """Its kind only: nothing medical is ever said."""
