"""What each soft criterion gives, below, at and above each of its boundaries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas.events import (
    CompetencyExpected,
    CompetencyProfilePublished,
    CompetencyShown,
    DutyStationKey,
    ExperienceFact,
    ExperienceGained,
    LanguageFact,
    LanguageLevel,
    LanguageRequirement,
    LanguageRequirements,
)
from tests.unit.matching_facts import (
    EASY,
    HARD,
    points,
    posted,
    proposal,
    station,
    weighing,
    wishing,
)
from tests.unit.pool_facts import (
    NAIROBI,
    START_BY,
    TODAY,
    assessed,
    envelope,
    free,
    in_post,
    member,
    only,
    performing,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(("rating", "expected"), [("STAR", 1000), ("TIER_1", 666), ("TIER_2", 333)])
def test_s1_gives_by_the_rating(rating: Any, expected: int) -> None:
    assert points("S1", assessment=assessed(rating, date(2026, 1, 1))) == expected


def test_s1_takes_an_incumbent_never_assessed_for_tier_1() -> None:
    facts = {"assessment": None, "incumbency": in_post(), "performance": performing()}
    assert points("S1", **facts) == 666


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (START_BY - 400 * DAY, 1000),
        (START_BY, 1000),
        (START_BY + DAY, 997),
        (START_BY + 73 * DAY, 800),
        (START_BY + 364 * DAY, 2),
        (START_BY + 365 * DAY, 0),
        (START_BY + 900 * DAY, 0),
        (None, 0),
    ],
)
def test_s2_falls_in_a_line_from_the_start_to_the_horizon(due: date | None, expected: int) -> None:
    assert points("S2", posting=posted(due_rotation_on=due)) == expected


def test_s2_counts_a_due_date_only_while_the_person_is_in_the_post() -> None:
    due = START_BY - DAY
    assert points("S2", posting=posted(due_rotation_on=due, ends_on=TODAY)) == 1000
    assert points("S2", posting=posted(due_rotation_on=due, ends_on=TODAY - DAY)) == 0


def test_s2_counts_an_abolished_post_whenever_it_ends() -> None:
    for ends in (None, TODAY - 30 * DAY):
        assert points("S2", posting=posted(abolished_on=START_BY + 800 * DAY, ends_on=ends)) == 1000


def test_s2_is_nothing_without_a_post() -> None:
    assert points("S2") == 0


def test_s2_without_a_horizon_counts_what_is_due_by_the_start() -> None:
    none: dict[str, Any] = {"policy": {"rotation_horizon_days": 0}}
    assert points("S2", posting=posted(due_rotation_on=START_BY), **none) == 1000
    assert points("S2", posting=posted(due_rotation_on=START_BY + DAY), **none) == 0


@pytest.mark.parametrize(
    ("here", "family", "hardest", "alone", "expected"),
    [
        ("C", "NON_FAMILY", "B", True, 500),
        ("C", "NON_FAMILY", "C", True, 1000),
        ("C", "NON_FAMILY", "D", False, 500),
        ("C", "NON_FAMILY", "D", None, 500),
        ("C", "FAMILY", None, None, 500),
        ("C", None, "E", True, 500),
        ("UNCLASSIFIED", "NON_FAMILY", "E", True, 500),
    ],
)
def test_s3_gives_half_for_the_class_and_half_for_the_family_status(
    here: str, family: str | None, hardest: Any, alone: bool | None, expected: int
) -> None:
    said = wishing(max_hardship=hardest, accepts_non_family=alone)
    assert points("S3", station(here, family=family), preferences=said) == expected


def test_s3_is_nothing_where_nothing_is_known() -> None:
    assert points("S3", preferences=wishing(max_hardship="E", accepts_non_family=True)) == 0
    assert points("S3", station()) == 0


# The vacancy starts on 1 September 2026, and is served from 20 or 48 months before.
@pytest.mark.parametrize(
    ("at", "here", "since", "expected"),
    [
        (HARD, "B", date(2025, 1, 1), 1000),
        (HARD, "B", date(2025, 1, 2), 0),
        (HARD, "D", date(2020, 1, 1), 0),
        (EASY, "B", date(2022, 9, 1), 1000),
        (EASY, "B", date(2022, 9, 2), 0),
        (EASY, "A", date(2012, 1, 1), 0),
        (NAIROBI, "B", date(2012, 1, 1), 0),
        (HARD, "UNCLASSIFIED", date(2020, 1, 1), 0),
    ],
)
def test_s4_counts_who_served_long_enough_elsewhere(
    at: DutyStationKey, here: str, since: date, expected: int
) -> None:
    places = (station(here), station("E", HARD), station("H", EASY))
    assert points("S4", *places, posting=posted(at, since)) == expected


@pytest.mark.parametrize(
    ("ends", "expected"), [(date(2026, 8, 31), 1000), (date(2026, 8, 30), 0), (None, 1000)]
)
def test_s4_counts_months_through_the_last_day_in_the_post(
    ends: date | None, expected: int
) -> None:
    places = (station("B"), station("E", HARD))
    facts = posted(HARD, date(2025, 1, 1), ends_on=ends)
    assert points("S4", *places, posting=facts) == expected


def test_s4_counts_no_post_that_ended_before_the_vacancy_opened() -> None:
    places, long_ago = (station("B"), station("E", HARD)), date(2019, 1, 1)
    assert points("S4", *places, posting=posted(HARD, long_ago, ends_on=TODAY)) == 1000
    assert points("S4", *places, posting=posted(HARD, long_ago, ends_on=TODAY - DAY)) == 0


def profile_of(**levels: int | None) -> CompetencyProfilePublished:
    return CompetencyProfilePublished(
        **envelope("competencies"),
        job_group="COM",
        grade="P-5",
        framework_version="2023",
        effective_from=date(2024, 1, 1),
        competencies=tuple(
            CompetencyExpected(code=code, kind="CORE", level=level)
            for code, level in levels.items()
        ),
    )


def shown(**levels: int | None) -> Any:
    seen = tuple(
        CompetencyShown(code=code, level_expected=3, level_shown=level)
        for code, level in levels.items()
    )
    return assessed().__class__(**(vars(assessed()) | {"competencies": seen}))


@pytest.mark.parametrize(
    ("levels", "emphasis", "expected"),
    [
        ({"LEAD": 3, "TEAM": 2}, (), 1000),
        ({"LEAD": 2, "TEAM": 2}, (), 800),
        ({"LEAD": 2, "TEAM": 9}, (), 800),
        ({"LEAD": 3}, (), 600),
        ({"LEAD": None, "TEAM": 1}, (), 200),
        ({"LEAD": 1, "TEAM": 2}, ("LEAD",), 333),
        ({"LEAD": 1, "TEAM": 2}, ("LEAD", "NOT_EXPECTED"), 333),
        ({"LEAD": 3, "TEAM": 2}, ("NOT_EXPECTED",), 0),
        ({"LEAD": 3, "TEAM": 2}, ("COURAGE",), 0),
    ],
)
def test_s5_compares_levels_over_what_counts(
    levels: dict[str, int | None], emphasis: tuple[str, ...], expected: int
) -> None:
    expects = profile_of(LEAD=3, TEAM=2, COURAGE=None)
    terms = {"emphasis": emphasis}
    assert points("S5", expects, terms=terms, assessment=shown(**levels)) == expected


def test_s5_is_nothing_without_a_profile() -> None:
    assert points("S5", assessment=shown(LEAD=3)) == 0


def speaking(language: str, level: str = "II", evidence: Any = "TESTED", **other: str) -> Any:
    by_ability = dict.fromkeys(("LISTENING", "READING", "SPEAKING", "WRITING"), level) | other
    return LanguageFact(
        language=language,
        framework="UN",
        evidence=evidence,
        levels=tuple(
            LanguageLevel(ability=ability, level=held)  # type: ignore[arg-type]
            for ability, held in by_ability.items()
            if held
        ),
        event_id=f"speaks-{language}-{evidence}",
    )


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ([speaking("ar", "I")], 0),
        ([speaking("ar", "II")], 500),
        ([speaking("ar", WRITING="I")], 0),
        ([speaking("ar", WRITING="")], 0),
        ([speaking("ar", "unheard of")], 0),
        ([speaking("ar", "I"), speaking("ar", "IV", "SELF")], 0),
        ([speaking("ar", "I", "SELF"), speaking("ar", "IV")], 500),
        ([speaking("en", "IV")], 0),
        ([speaking("es")], 250),
        ([speaking("ar"), speaking("fr")], 750),
        ([speaking("ar"), speaking("es"), speaking("pt"), speaking("ru")], 1000),
        ([speaking("es"), speaking("pt"), speaking("ru")], 500),
    ],
)
def test_s6_gives_for_a_working_language_and_for_further_ones(
    languages: list[LanguageFact], expected: int
) -> None:
    asked = LanguageRequirements(
        any_of=(LanguageRequirement(language="en", framework="UN", level="I"),)
    )
    here = station(working=("ar", "fr"))
    terms = {"languages": asked}
    assert points("S6", here, terms=terms, languages=tuple(languages)) == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [((0, 0, 0, 0), 0), ((60, 0, 0, 0), 125), ((500, 0, 0, 0), 250), ((120,) * 4, 1000),
     ((1, 0, 0, 0), 2)],
)  # fmt: skip
def test_s7_adds_months_of_each_kind_up_to_the_cap(
    months: tuple[int, int, int, int], expected: int
) -> None:
    managerial, mandate, un, volunteer = months
    gained = ExperienceGained(
        total_months=600,
        managerial_months=managerial,
        mandate_months=mandate,
        un_months=un,
        volunteer_months=volunteer,
    )
    assert points("S7", experience=ExperienceFact(experience=gained, event_id="ex")) == expected


def test_s7_is_nothing_where_nothing_is_stated() -> None:
    assert points("S7") == 0


@pytest.mark.parametrize(
    ("stations", "regions", "expected"),
    [
        ((NAIROBI,), (), 1000),
        ((HARD, NAIROBI), (), 800),
        ((HARD, EASY, NAIROBI), ("EAST",), 600),
        ((HARD,), ("EAST",), 1000),
        ((), ("WEST", "EAST"), 800),
        ((), (*"ABCDE", "EAST"), 0),
        ((), (), 0),
    ],
)
def test_s8_gives_less_for_each_further_choice(
    stations: tuple[DutyStationKey, ...], regions: tuple[str, ...], expected: int
) -> None:
    said = wishing(preferred_stations=stations, preferred_regions=regions)
    assert points("S8", station(), preferences=said) == expected


OLD = datetime(2025, 12, 14, 12, tzinfo=UTC)
"""Ninety days before the vacancy opened: as stale as can be told."""
SOON_OVER = assessed(completed_on=date(2024, 9, 1))
"""Valid until the very day of the start."""


@pytest.mark.parametrize(
    ("free_from", "notice", "confirmed", "expected"),
    [
        (START_BY, 0, OLD, 0),
        (START_BY - 45 * DAY, 0, OLD, 167),
        (START_BY - 90 * DAY, 0, OLD, 334),
        (START_BY - 100 * DAY, 55, OLD, 167),
        (TODAY - 900 * DAY, (START_BY - TODAY).days - 45, OLD, 167),
        (START_BY, 0, OLD + DAY, 3),
        (START_BY, 0, OLD + 45 * DAY, 166),
        (START_BY, 0, datetime(2026, 3, 14, tzinfo=UTC), 333),
    ],
)
def test_s10_counts_days_to_spare_and_freshness(
    free_from: date, notice: int, confirmed: datetime, expected: int
) -> None:
    said = free(free_from, notice, confirmed)
    assert points("S10", availability=said, assessment=SOON_OVER) == expected


@pytest.mark.parametrize(
    ("completed_on", "expected"),
    [
        (date(2024, 9, 1), 0),
        (date(2024, 9, 2), 0),
        (date(2024, 9, 3), 1),
        (date(2025, 3, 1), 165),
        (date(2025, 9, 1), 333),
    ],
)
def test_s10_counts_validity_left_at_the_start(completed_on: date, expected: int) -> None:
    said = free(START_BY, 0, OLD)
    assert (
        points("S10", availability=said, assessment=assessed(completed_on=completed_on)) == expected
    )


@pytest.mark.parametrize(("ends", "expected"), [(None, 333), (START_BY, 333), (START_BY - DAY, 0)])
def test_s10_is_full_of_validity_for_who_stays_in_post(ends: date | None, expected: int) -> None:
    facts = {
        "availability": free(START_BY, 0, OLD),
        "assessment": SOON_OVER,
        "incumbency": in_post(ends_on=ends),
        "performance": performing(),
    }
    assert points("S10", **facts) == expected


def test_each_score_shows_what_counts_and_the_events_that_state_it() -> None:
    policy = weighing(S1=1, S2=2, S3=3, S4=4, S5=5, S6=6, S7=7, S8=8, S9=0, S10=10)
    facts: dict[str, Any] = {
        "posting": posted(due_rotation_on=START_BY),
        "preferences": wishing(max_hardship="E", accepts_non_family=True),
        "languages": (speaking("en"),),
    }
    said = proposal([member(**facts)], station(), station("E", HARD), policy=policy)
    person = only(said.ranked)
    by_id = {score.criterion: score for score in person.criteria}
    assert list(by_id) == ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S10"]
    assert person.total == sum(score.normalised * score.weight for score in person.criteria)
    assert by_id["S1"].evidence == ("as-TIER_1",)
    assert by_id["S2"].raw == "in post post-9, rotation due on 2026-09-01"
    assert by_id["S2"].evidence == ("posted",)
    assert by_id["S3"].raw == "up to class E, non-family accepted; station class C, NON_FAMILY"
    assert by_id["S4"].raw == "at YEM YE001 (class E) since 2022-01-01; this station: class C"
    assert by_id["S6"].raw == "working language en"
    assert by_id["S6"].evidence == ("speaks-en-TESTED",)
    assert by_id["S8"].evidence == ("wish",)
    assert by_id["S10"].evidence == ("av-1", "as-TIER_1")
