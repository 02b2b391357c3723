"""Assessments before and after the panel: `pathways.assessments`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date

from schemas.events.assessments import CompetencyShown, Delivery, Modality, Rating
from schemas.events.envelope import Event


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
