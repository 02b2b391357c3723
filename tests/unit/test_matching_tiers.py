"""Who is considered first: each published variant, and what an unknown fact does to it."""

from datetime import date
from typing import Any

import pytest

from schemas.events import ProposalEmitted, TierClause, TierRule
from tests.unit.matching_facts import (
    APRIL_2022,
    IN_2024,
    IN_2025,
    INTERNAL_ONLY,
    nationals,
    proposal,
    rule_of,
    stated,
    states,
    weighing,
)
from tests.unit.pool_facts import assessed, member, only

FIRST, SECOND, UNCONFIRMED = "FIRST", "SECOND", "UNCONFIRMED"
VARIANTS = (APRIL_2022, IN_2024, IN_2025, INTERNAL_ONLY)


def person(
    origin: str | None, gender: str | None, country: str | None, number: int = 1
) -> dict[str, Any]:
    return {
        "origin": stated(origin) if origin else None,
        "gender": stated(gender) if gender else None,
        "nationalities": nationals(*country.split()) if country else None,
    }


def tier(rule: TierRule | None, facts: dict[str, Any], *lists: Any, **terms: Any) -> Any:
    """The tier, and the words for it."""
    grade = terms.get("grade", "P-5")
    lists = lists or (states("NON_REPRESENTED", "PLW", "MHL"),)
    said = proposal(
        [member(grade=grade, **facts)], *lists, policy=weighing(), tier_rule=rule, **terms
    )
    shown = only((*said.ranked, *said.tier_unconfirmed))
    assert (shown in said.tier_unconfirmed) == (shown.consideration_tier == UNCONFIRMED)
    return shown.consideration_tier, shown.tier_clause


@pytest.mark.parametrize(
    ("origin", "gender", "country", "expected"),
    [
        # origin, gender and countries, and the tier under each of the four variants
        ("INTERNAL", "M", "FRA", (FIRST, FIRST, FIRST, FIRST)),
        ("NATIONAL_STAFF", None, None, (FIRST, FIRST, FIRST, FIRST)),
        ("EXTERNAL", "F", "FRA", (FIRST, FIRST, SECOND, SECOND)),
        ("EXTERNAL", "M", "FRA", (SECOND, SECOND, SECOND, SECOND)),
        ("EXTERNAL", "M", "FRA PLW", (FIRST, FIRST, FIRST, SECOND)),
        ("AFFILIATE", "F", "FRA", (SECOND, SECOND, SECOND, SECOND)),
        # The gender is not known, or is not told.
        ("EXTERNAL", None, "FRA", (UNCONFIRMED, UNCONFIRMED, SECOND, SECOND)),
        ("EXTERNAL", "UNDISCLOSED", "FRA", (UNCONFIRMED, UNCONFIRMED, SECOND, SECOND)),
        ("EXTERNAL", "UNDISCLOSED", "MHL", (FIRST, FIRST, FIRST, SECOND)),
        ("AFFILIATE", None, "FRA", (SECOND, SECOND, SECOND, SECOND)),
        # No nationality is known.
        ("EXTERNAL", "M", None, (UNCONFIRMED, UNCONFIRMED, UNCONFIRMED, SECOND)),
        ("EXTERNAL", "F", None, (FIRST, FIRST, UNCONFIRMED, SECOND)),
        # No origin is known.
        (None, "F", "FRA", (UNCONFIRMED, UNCONFIRMED, UNCONFIRMED, UNCONFIRMED)),
        (None, "M", "PLW", (FIRST, FIRST, FIRST, UNCONFIRMED)),
    ],
)
def test_each_published_variant_puts_a_person_in_one_tier(
    origin: str | None, gender: str | None, country: str | None, expected: tuple[str, ...]
) -> None:
    found = tuple(tier(rule, person(origin, gender, country))[0] for rule in VARIANTS)
    assert found == expected


def test_the_clause_that_holds_is_named() -> None:
    assert tier(IN_2024, person("EXTERNAL", "F", None)) == (FIRST, "external women")


def test_who_comes_second_is_told_that_no_clause_holds() -> None:
    assert tier(INTERNAL_ONLY, person("EXTERNAL", "F", None))[1] == "no clause of notice holds"


def test_what_is_missing_is_named_with_the_clauses_that_need_it() -> None:
    words = tier(IN_2024, person("EXTERNAL", None, None))[1]
    assert words == "missing: gender, nationality; for: external women, or unrepresented states"


def test_without_a_rule_everybody_comes_first() -> None:
    assert tier(None, person(None, None, None)) == (FIRST, "no tier rule stated")


def test_a_rule_without_clauses_puts_nobody_first() -> None:
    assert tier(rule_of(), person("INTERNAL", "F", "PLW"))[0] == SECOND


@pytest.mark.parametrize(
    ("grade", "expected"),
    [("P-3", SECOND), ("P-4", FIRST), ("P-5", FIRST), ("NOC", SECOND), ("D-1", UNCONFIRMED)],
)
def test_a_clause_from_a_grade_on_looks_at_the_grade_of_the_vacancy(
    grade: str, expected: str
) -> None:
    rule = rule_of(APRIL_2022.first[1])
    assert tier(rule, person("EXTERNAL", "F", "FRA"), grade=grade)[0] == expected


def test_a_grade_that_the_policy_does_not_name_is_said_to_be_missing() -> None:
    words = tier(rule_of(APRIL_2022.first[1]), person("EXTERNAL", "F", "FRA"), grade="D-1")[1]
    assert "seniority of D-1 in the rule set" in words


def test_a_list_that_was_not_published_is_unknown_and_not_empty() -> None:
    other = states("MEMBER_STATES", "FRA")
    found, words = tier(IN_2025, person("EXTERNAL", "M", "FRA"), other)
    assert found == UNCONFIRMED
    assert "list NON_REPRESENTED" in words


def test_the_list_of_the_day_the_vacancy_opened_counts() -> None:
    lists = (
        states("NON_REPRESENTED", "PLW", since=date(2025, 1, 1)),
        states("NON_REPRESENTED", "MHL", since=date(2026, 3, 1)),
    )
    facts = person("EXTERNAL", "M", "PLW")
    assert tier(IN_2025, facts, *lists, opened_on=date(2026, 2, 28))[0] == FIRST
    assert tier(IN_2025, facts, *lists, opened_on=date(2026, 3, 1))[0] == SECOND


def test_a_gender_that_is_asked_for_by_name_may_be_the_undisclosed_one() -> None:
    rule = rule_of(TierClause(clause="not told", genders=("UNDISCLOSED",)))
    assert tier(rule, person(None, "UNDISCLOSED", None))[0] == FIRST


def listed(*people: tuple[str, str, Any], length: int = 20) -> ProposalEmitted:
    """Of (id, origin, rating)."""
    members = [
        member(name, n, origin=stated(origin), assessment=assessed(rating, date(2026, 1, 1)))
        for n, (name, origin, rating) in enumerate(people, start=1)
    ]
    policy = weighing(S1=100) | {"ranked_max": length}
    return proposal(members, policy=policy, tier_rule=INTERNAL_ONLY)


def test_the_whole_first_tier_comes_before_anybody_of_the_second() -> None:
    said = listed(
        ("star", "EXTERNAL", "STAR"), ("b", "INTERNAL", "TIER_2"), ("a", "INTERNAL", "TIER_1")
    )
    assert [one.candidate_id for one in said.ranked] == ["a", "b", "star"]
    assert [one.tie_break for one in said.ranked] == [
        "first of the list", "total", "consideration tier",
    ]  # fmt: skip


def test_the_second_tier_fills_what_the_first_leaves() -> None:
    said = listed(
        ("x", "EXTERNAL", "STAR"),
        ("y", "EXTERNAL", "TIER_1"),
        ("a", "INTERNAL", "TIER_2"),
        length=2,
    )
    assert [one.candidate_id for one in said.ranked] == ["a", "x"]
    assert (said.counts.first_tier, said.counts.second_tier) == (1, 2)
