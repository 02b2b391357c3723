"""What is laid over history: a rule set, voided or corrected assessments, added events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from schemas.events import (
    AssessmentCompleted,
    AssessmentRecalibrated,
    AssessmentVoided,
    CompetencyShown,
    Event,
    Rating,
    RuleSetPublished,
)

SOURCE = "pathways.backtest"
REASON = "laid over history by a backtest"
LAST_WORD = datetime(9999, 12, 31, tzinfo=UTC)
"""A correction laid over the past outweighs any that history itself learnt of later."""

ChoiceKind = Literal["panel", "modality", "round", "assessment"]
CHOICE_FIELDS: Mapping[ChoiceKind, str] = {
    "panel": "panel_id",
    "modality": "modality",
    "round": "round_id",
    "assessment": "assessment_id",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """All assessments of one panel, modality or round, or a single one."""

    kind: ChoiceKind
    value: str

    def fits(self, assessment: AssessmentCompleted) -> bool:
        return bool(getattr(assessment, CHOICE_FIELDS[self.kind]) == self.value)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


@dataclass(frozen=True, slots=True)
class Correction:
    """Another rating of one assessment, and other levels where they are given."""

    assessment_id: str
    rating: Rating
    levels: Mapping[str, int]
    """The level shown by competency; those not named stay as they were."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Any combination of them."""

    rule_set: RuleSetPublished | None = None
    voided: tuple[Choice, ...] = ()
    corrected: tuple[Correction, ...] = ()
    added: tuple[Event, ...] = ()
    replaces: bool = False
    """Whether an added event takes the place of one in history that has its id."""

    @property
    def any(self) -> bool:
        return bool(self.rule_set or self.voided or self.corrected or self.added)


def voiding(assessment: AssessmentCompleted, at: datetime) -> AssessmentVoided:
    """The event by which the assessment counts no more."""
    return AssessmentVoided(
        event_id=f"backtest-void-{assessment.assessment_id}",
        occurred_at=at,
        recorded_at=at,
        source=SOURCE,
        correlation_id=assessment.round_id,
        candidate_id=assessment.candidate_id,
        assessment_id=assessment.assessment_id,
        reason=REASON,
    )


def recalibrating(
    assessment: AssessmentCompleted, correction: Correction, at: datetime
) -> AssessmentRecalibrated:
    """The event by which the assessment has another rating, from its completion on."""
    return AssessmentRecalibrated(
        event_id=f"backtest-recalibrate-{assessment.assessment_id}",
        occurred_at=at,
        recorded_at=at,
        source=SOURCE,
        correlation_id=assessment.round_id,
        candidate_id=assessment.candidate_id,
        assessment_id=assessment.assessment_id,
        recalibration_id=f"backtest-{assessment.assessment_id}",
        overall_rating=correction.rating,
        recalibrated_on=assessment.completed_on,
        panel_id=assessment.panel_id,
        framework_version=assessment.framework_version,
        competencies=_corrected(assessment.competencies, correction.levels),
        reason=REASON,
    )


def _corrected(
    shown: tuple[CompetencyShown, ...], levels: Mapping[str, int]
) -> tuple[CompetencyShown, ...]:
    known = {each.code for each in shown}
    kept = (
        replace(each, level_shown=levels[each.code]) if each.code in levels else each
        for each in shown
    )
    further = (
        CompetencyShown(code=code, level_shown=level)
        for code, level in sorted(levels.items())
        if code not in known
    )
    return (*kept, *further)
