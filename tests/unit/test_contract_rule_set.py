"""A rule set that no later fact could make sense of is told what is wrong, and where."""

import json
from dataclasses import replace
from typing import Any

import pytest

from schemas.authoring import DIRECTORY
from schemas.events import (
    CriterionWeight,
    GradeStanding,
    LanguageRank,
    RatingValidity,
    RulePolicy,
    RuleSetPublished,
    TourLength,
)
from schemas.rule_set_shape import WEIGHTS_MAX
from schemas.shape import problems
from schemas.text import from_json

EXAMPLE = DIRECTORY.parent / "examples" / "RuleSetPublished.v2.json"


def changed(**fields: Any) -> RuleSetPublished:
    rules: RuleSetPublished = from_json(json.loads(EXAMPLE.read_text()))
    return replace(rules, **fields)


def rule(name: str, **fields: Any) -> RulePolicy:
    return RulePolicy(rule=name, **fields)


def weight(criterion: str, points: int) -> CriterionWeight:
    return CriterionWeight(criterion=criterion, weight=points)


def grade(name: str) -> GradeStanding:
    return GradeStanding(grade=name, seniority=1, staffing="OTHER")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"ranked_max": 51}, "ranked_max: the most is 50"),
        ({"offer_reply_days": 0}, "offer_reply_days: the least is 1"),
        ({"experience_cap_months": 0}, "experience_cap_months: the least is 1"),
        (
            {"validity": (RatingValidity(rating="STAR", months=1),) * 2},
            "validity: rating STAR stands 2 times",
        ),
        (
            {"validity": (RatingValidity(rating="STARR", months=1),)},
            "validity: rating STARR is none of STAR, TIER_1, TIER_2, NOT_READY_YET",
        ),
        (
            {"validity": (RatingValidity(rating="STAR", months=601),)},
            "validity: STAR: 1 to 600 months",
        ),
        (
            {"tour_lengths": (TourLength(hardship_class="E", months=0),)},
            "tour_lengths: E: 1 to 600 months",
        ),
        ({"rules": (rule("H4"), rule("H4"))}, "rules: rule H4 stands 2 times"),
        ({"rules": (rule("H1", mode="WARN"),)}, "rules: H1 always excludes: it cannot only warn"),
        ({"rules": (rule("H15", waivable=True),)}, "rules: H15 can never be waived"),
        (
            {"rules": (rule("H13", never_waived_for=("CLOSE",)),)},
            "rules: H13: never_waived_for needs a rule that is waivable",
        ),
        ({"criteria": (weight("S1", 1), weight("S1", 2))}, "criteria: criterion S1 stands 2 times"),
        ({"criteria": (weight("S9", 1),)}, "criteria: S9 is a report: its weight is 0"),
        ({"criteria": (weight("S1", -1),)}, "criteria: entry 0: weight: -1 is not between 0"),
        (
            {"criteria": (weight("S1", WEIGHTS_MAX), weight("S2", 1))},
            f"criteria: the weights add up to {WEIGHTS_MAX + 1}",
        ),
        (
            {"language_ranks": (LanguageRank(framework="UN", level="B2", rank=1),)},
            "language_ranks: UN has no level B2: I, II, III, IV",
        ),
        (
            {"language_ranks": (LanguageRank(framework="ALTE", level="1", rank=1),)},
            "language_ranks: ALTE is none of the frameworks UN, CEFR",
        ),
        ({"grades": (grade("P-4"), grade("P-4"))}, "grades: grade P-4 stands 2 times"),
        ({"hardship_order": ("A", "B", "A")}, "hardship_order: entry A stands 2 times"),
        ({"required_clearances": ("VISA",)}, "required_clearances: entry VISA is none of MEDICAL"),
        ({"internal_origins": ("STAFF",)}, "internal_origins: entry STAFF is none of INTERNAL"),
        (
            {"relief_classes": ("A",), "settled_classes": ("H", "A")},
            "settled_classes: A is a relief class as well",
        ),
    ],
)
def test_an_unsound_policy_is_told_what_and_where(fields: dict[str, Any], problem: str) -> None:
    found = problems(changed(**fields))
    assert [str(each)[: len(problem)] for each in found] == [problem]


def test_a_rule_that_the_engine_does_not_know_is_refused() -> None:
    (problem,) = problems(changed(rules=(rule("H99"),)))
    assert str(problem).startswith("rules: rule H99 is none of H1, H2")


def test_rules_that_are_always_asked_may_be_named_to_be_waivable() -> None:
    named = (rule("H2", waivable=True, never_waived_for=("NOT_READY_YET",)), rule("H15"))
    assert problems(changed(rules=named)) == ()
