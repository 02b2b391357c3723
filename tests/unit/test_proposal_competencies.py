"""What a profile expects beside what an assessment saw, today and under the profile to come."""

from datetime import UTC, date, datetime

from schemas.events import (
    AssessmentFact,
    CompetencyExpected,
    CompetencyProfilePublished,
    CompetencyShown,
)
from streams.pool.competencies import COMPETENCIES_MAX, competencies_of, profile_ahead


def expecting(**levels: int | None) -> CompetencyProfilePublished:
    return CompetencyProfilePublished(
        event_id="competencies",
        occurred_at=datetime(2026, 3, 14, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 14, tzinfo=UTC),
        source="tests",
        job_group="COM",
        grade="P-5",
        framework_version="2023",
        effective_from=date(2027, 1, 1),
        competencies=tuple(
            CompetencyExpected(code=code, kind="CORE", level=level)
            for code, level in levels.items()
        ),
    )


def showing(**levels: int | None) -> AssessmentFact:
    seen = tuple(
        CompetencyShown(code=code, level_expected=3, level_shown=level)
        for code, level in levels.items()
    )
    return AssessmentFact(
        assessment_id="a",
        rating="TIER_1",
        completed_on=date(2025, 6, 1),
        event_id="as-1",
        competencies=seen,
    )


Held = list[tuple[str, int | None, int | None, str | None]]


def held(assessment: AssessmentFact | None, profile: CompetencyProfilePublished | None) -> Held:
    found = competencies_of(assessment, profile)
    return [(one.code, one.expected, one.shown, one.assessment_id) for one in found]


def test_each_expected_competency_stands_beside_the_level_shown_and_its_assessment() -> None:
    profile = expecting(TEAMWORK=3, COURAGE=None, TRUST=2)
    assert held(showing(TRUST=1, TEAMWORK=4, COURAGE=2), profile) == [
        ("TEAMWORK", 3, 4, "a"),
        ("COURAGE", None, 2, "a"),
        ("TRUST", 2, 1, "a"),
    ]


def test_an_expected_competency_that_nobody_assessed_has_no_level_and_no_assessment() -> None:
    assert held(showing(), expecting(TRUST=2)) == [("TRUST", 2, None, None)]
    assert held(None, expecting(TRUST=2)) == [("TRUST", 2, None, None)]


def test_what_was_seen_beyond_the_profile_follows_without_a_kind() -> None:
    found = competencies_of(showing(ZEAL=2, CARE=5), expecting(TRUST=2))
    assert [(one.code, one.kind, one.expected) for one in found] == [
        ("TRUST", "CORE", 2),
        ("CARE", None, None),
        ("ZEAL", None, None),
    ]


def test_without_a_profile_the_level_that_the_panel_went_by_is_shown() -> None:
    assert held(showing(TRUST=1), None) == [("TRUST", 3, 1, "a")]


def test_a_long_profile_is_cut_and_keeps_what_comes_first() -> None:
    many = {f"C{number:03}": 1 for number in range(COMPETENCIES_MAX + 5)}
    codes = [code for code, *_ in held(showing(A=1), expecting(**many))]
    assert codes == list(many)[:COMPETENCIES_MAX]


def test_who_meets_every_level_of_the_next_profile_passes() -> None:
    ahead = profile_ahead(showing(TRUST=2, TEAMWORK=5), expecting(TRUST=2, TEAMWORK=3, CARE=None))
    assert ahead is not None
    assert (ahead.outcome, ahead.short_of) == ("PASS", ())
    assert ahead.effective_from == date(2027, 1, 1)


def test_a_level_below_fails_and_all_that_is_short_is_named() -> None:
    ahead = profile_ahead(showing(TRUST=1), expecting(TRUST=2, TEAMWORK=3))
    assert ahead is not None
    assert (ahead.outcome, ahead.short_of) == ("FAIL", ("TRUST", "TEAMWORK"))


def test_what_was_never_assessed_leaves_the_next_profile_unknown() -> None:
    for seen in (showing(TEAMWORK=3), showing(TEAMWORK=3, TRUST=None), None):
        ahead = profile_ahead(seen, expecting(TRUST=2))
        assert ahead is not None
        assert (ahead.outcome, ahead.short_of) == ("UNKNOWN", ("TRUST",))


def test_no_profile_ahead_says_nothing() -> None:
    assert profile_ahead(showing(TRUST=1), None) is None
