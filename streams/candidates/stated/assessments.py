"""Assessments, planned, made and corrected."""

from schemas import events
from schemas.events.candidate_state import Assessment, Recalibration, Schedule
from streams.candidates.stated.statement import Statement, Statements


def schedule(event: events.AssessmentScheduled, stamp: bytes) -> Schedule:
    return Schedule(
        assessment_id=event.assessment_id, stamp=stamp, application_id=event.application_id
    )


def assessment(event: events.AssessmentCompleted, stamp: bytes) -> Assessment:
    return Assessment(
        assessment_id=event.assessment_id,
        stamp=stamp,
        job_group=event.job_group,
        grade=event.grade,
        rating=event.overall_rating,
        completed_on=event.completed_on,
        supersedes=event.supersedes,
        competencies=event.competencies,
    )


def recalibration(event: events.AssessmentRecalibrated, stamp: bytes) -> Recalibration:
    return Recalibration(
        assessment_id=event.assessment_id,
        stamp=stamp,
        rating=event.overall_rating,
        competencies=event.competencies,
    )


ASSESSMENTS: Statements = {
    events.AssessmentScheduled: (Statement("schedules", schedule),),
    events.AssessmentCompleted: (Statement("assessments", assessment),),
    events.AssessmentRecalibrated: (Statement("recalibrations", recalibration),),
}
