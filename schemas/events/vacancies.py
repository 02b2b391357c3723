"""Openings of posts, from the horizon to filled: `pathways.vacancies`, keyed by vacancy."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Rating
from schemas.events.envelope import DutyStationKey, Event

VacancyReason = Literal[
    "NEW_POST",
    "INCUMBENT_ROTATED",
    "RETIREMENT",
    "SEPARATION",
    "CURTAILMENT",
    "RECLASSIFIED",
    "EMERGENCY",
]
StatedPath = Literal["AD_HOC", "ROTATION"]


@dataclass(frozen=True, kw_only=True)
class VacancyEvent(Event):
    """What every event about a vacancy names; a vacancy never changes its job group."""

    vacancy_id: str
    job_group: str


@dataclass(frozen=True, kw_only=True)
class VacancyAnticipated(VacancyEvent):
    """A post may fall vacant soon; nobody is proposed for it yet."""

    grade: str
    post_id: str
    duty_station: DutyStationKey
    reason: VacancyReason
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class VacancyOpened(VacancyEvent):
    """A post is open: whoever fits it is proposed, unless the rotation exercise fills it."""

    grade: str
    post_id: str
    title: str
    duty_station: DutyStationKey
    reason: VacancyReason
    rotational: bool
    opened_on: date
    start_by: date
    """The day the post needs its holder."""
    closes_on: date | None = None
    stated_path: StatedPath | None = None
    """Set where the requester knows; it counts unless a published window contradicts it."""
    min_rating: Rating = "TIER_2"
    """NOT_READY_YET is never enough, whatever stands here."""
    urgent: bool = False
    hard_to_fill: bool = False


@dataclass(frozen=True, kw_only=True)
class VacancyAmended(VacancyEvent):
    """Some terms of a vacancy change; what is null stays as it was."""

    title: str | None = None
    start_by: date | None = None
    closes_on: date | None = None
    stated_path: StatedPath | None = None
    min_rating: Rating | None = None
    urgent: bool | None = None
    hard_to_fill: bool | None = None


@dataclass(frozen=True, kw_only=True)
class VacancySuspended(VacancyEvent):
    """Recruitment pauses; the proposal is withdrawn until it resumes."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VacancyResumed(VacancyEvent):
    """Recruitment goes on."""


@dataclass(frozen=True, kw_only=True)
class VacancyCancelled(VacancyEvent):
    """The post will not be filled; final."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VacancyFilled(VacancyEvent):
    """Somebody takes the post; the person may come from outside the Pool."""

    candidate_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class VacancyMovedToRotation(VacancyEvent):
    """The rotation exercise will fill the post; the live path lets go of it."""

    cycle_id: str
    reason: str
