"""What a profile expects of a person, what an assessment saw, and who still meets what comes."""

from collections.abc import Mapping

from schemas.events import (
    AssessmentFact,
    CompetencyExpected,
    CompetencyHeld,
    CompetencyProfilePublished,
    CompetencyShown,
    ProfileAhead,
    RuleOutcome,
)

COMPETENCIES_MAX = 50
"""Named of one person; those that the profile expects come first."""
CODE_CHARACTERS_MAX = 128
"""Of a competency: a framework may call it anything, a proposal has no room for that."""

Seen = Mapping[str, CompetencyShown]
"""What the assessment says, by the competency's code."""


def competencies_of(
    assessment: AssessmentFact | None, profile: CompetencyProfilePublished | None
) -> tuple[CompetencyHeld, ...]:
    """What the profile expects, in its order, then what was seen beside it, by code."""
    seen = _seen(assessment)
    assessment_id = assessment.assessment_id if assessment else None
    expected = profile.competencies if profile else ()
    asked = (_asked(one, seen.get(one.code), assessment_id) for one in expected)
    others = sorted(seen.keys() - {one.code for one in expected})
    beside = (_beside(seen[code], profile, assessment_id) for code in others)
    return (*asked, *beside)[:COMPETENCIES_MAX]


def profile_ahead(
    assessment: AssessmentFact | None, ahead: CompetencyProfilePublished | None
) -> ProfileAhead | None:
    """Whether the person meets the next profile; None where none is published for a later day."""
    if ahead is None:
        return None
    levels = {code: one.level_shown for code, one in _seen(assessment).items()}
    short = [one for one in ahead.competencies if _falls_short(one, levels.get(one.code))]
    below = any(levels.get(one.code) is not None for one in short)
    outcome: RuleOutcome = "FAIL" if below else "UNKNOWN" if short else "PASS"
    return ProfileAhead(
        effective_from=ahead.effective_from,
        outcome=outcome,
        short_of=tuple(one.code[:CODE_CHARACTERS_MAX] for one in short[:COMPETENCIES_MAX]),
    )


def _asked(
    expected: CompetencyExpected, seen: CompetencyShown | None, assessment_id: str | None
) -> CompetencyHeld:
    return CompetencyHeld(
        code=expected.code[:CODE_CHARACTERS_MAX],
        kind=expected.kind,
        expected=expected.level,
        shown=seen.level_shown if seen else None,
        assessment_id=assessment_id if seen else None,
    )


def _beside(
    seen: CompetencyShown, profile: CompetencyProfilePublished | None, assessment_id: str | None
) -> CompetencyHeld:
    # Without a profile the level that the panel went by is the only one there is.
    return CompetencyHeld(
        code=seen.code[:CODE_CHARACTERS_MAX],
        kind=None,
        expected=None if profile else seen.level_expected,
        shown=seen.level_shown,
        assessment_id=assessment_id,
    )


def _falls_short(expected: CompetencyExpected, shown: int | None) -> bool:
    """Below the level, or not assessed; what has no levels is asked of nobody."""
    return expected.level is not None and (shown is None or shown < expected.level)


def _seen(assessment: AssessmentFact | None) -> Seen:
    return {one.code: one for one in assessment.competencies} if assessment else {}
