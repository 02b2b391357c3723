"""Which assessments count for a profile, and as what."""

from collections.abc import Iterable

from schemas.events import AssessmentFact
from schemas.events.candidate_state import Assessment, CandidateState, Recalibration
from streams.candidates.stamps import event_id_of


def counting_assessments(state: CandidateState) -> tuple[Assessment, ...]:
    """Those neither voided nor superseded; what a voided one replaced stays replaced."""
    superseded = {it.supersedes for it in state.assessments if it.supersedes is not None}
    if not superseded and not state.voided:
        return state.assessments
    struck = superseded.union(state.voided)
    return tuple(it for it in state.assessments if it.assessment_id not in struck)


def assessment_fact(assessed: Iterable[Assessment], state: CandidateState) -> AssessmentFact | None:
    """The one completed last, with the rating of its last recalibration."""
    last = max(assessed, key=lambda it: (it.completed_on, it.stamp), default=None)
    if last is None:
        return None
    rated = _rated(last, state)
    return AssessmentFact(
        assessment_id=last.assessment_id,
        rating=rated.rating,
        completed_on=last.completed_on,
        event_id=event_id_of(rated.stamp),
        competencies=rated.competencies,
    )


def makes_a_member(assessment: Assessment, state: CandidateState) -> bool:
    """NOT_READY_YET makes nobody a member: it is the one rating whose meaning is no policy."""
    return _rated(assessment, state).rating != "NOT_READY_YET"


def _rated(assessment: Assessment, state: CandidateState) -> Assessment | Recalibration:
    for recalibration in state.recalibrations:
        if recalibration.assessment_id == assessment.assessment_id:
            return recalibration
    return assessment
