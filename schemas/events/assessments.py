"""Assessments for the Pool: `pathways.assessments`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import Event

Rating = Literal["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"]
Modality = Literal["FULL_PATHWAYS", "FAST_TRACK", "RECRUITMENT_FACTORY"]
Delivery = Literal["IN_PERSON", "ONLINE"]


@dataclass(frozen=True, kw_only=True)
class CompetencyShown:
    """The level a profile expects of one competency, and what the panel saw."""

    code: str
    level_expected: int | None = None
    level_shown: int | None = None
    score: int | None = None
    """In hundredths of a point, so that arithmetic on it is exact."""


@dataclass(frozen=True, kw_only=True)
class AssessmentCompleted(Event):
    """A panel rated a person's readiness for one profile."""

    candidate_id: str
    assessment_id: str
    job_group: str
    grade: str
    overall_rating: Rating
    completed_on: date
    round_id: str
    modality: Modality
    delivery: Delivery
    panel_id: str
    framework_version: str
    competencies: tuple[CompetencyShown, ...] = ()
    supersedes: str | None = None
    """The assessment_id that this one replaces, whenever either was recorded."""
    reason: str | None = None
    """Why it replaces the other one."""


@dataclass(frozen=True, kw_only=True)
class AssessmentVoided(Event):
    """An assessment counts no longer; it stays in the history."""

    candidate_id: str
    assessment_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssessmentScheduled(Event):
    """A person is to be assessed for one profile; a later record moves the day."""

    candidate_id: str
    assessment_id: str
    """The id that the completed assessment will carry."""
    job_group: str
    grade: str
    round_id: str
    modality: Modality
    delivery: Delivery
    scheduled_on: date
    application_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AssessmentRecalibrated(Event):
    """A panel corrects its rating of an assessment, which still counts from its completion."""

    candidate_id: str
    assessment_id: str
    """The assessment corrected; a new assessment would have an id of its own."""
    recalibration_id: str
    overall_rating: Rating
    recalibrated_on: date
    panel_id: str
    framework_version: str
    competencies: tuple[CompetencyShown, ...] = ()
    """All of them: they replace those of the assessment."""
    reason: str
