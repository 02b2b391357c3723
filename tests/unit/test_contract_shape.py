"""What an event is wrong about by itself is found, and a good event is left alone."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas import events
from schemas.authoring import DIRECTORY
from schemas.event_table import EVENT_TABLE
from schemas.fields import ENTRIES_MAX
from schemas.shape import problems
from schemas.text import from_json

EXAMPLES = DIRECTORY.parent / "examples"


def example(name: str) -> Any:
    path = EXAMPLES / f"{name}.v{EVENT_TABLE[name].version}.json"
    return from_json(json.loads(path.read_text()))


@pytest.mark.parametrize("name", [row.name for row in EVENT_TABLE.values() if row.routes])
def test_every_upstream_example_is_well_formed(name: str) -> None:
    assert problems(example(name)) == ()


CYCLE = "RotationCyclePublished"
NAIROBI = events.DutyStationKey(country="KEN", city_code="NA100")
KABUL: events.CataloguePost = example("CatalogueFrozen").posts[0]
ASKS_NOTHING = replace(
    KABUL,
    tier_rule=events.TierRule(tier_rule_id="t", first=(events.TierClause(clause="anybody"),)),
)


@pytest.mark.parametrize(
    ("name", "change", "kind", "field"),
    [
        ("VacancyOpened", {"closes_on": date(2026, 3, 1)}, "CONTRADICTORY", "closes_on"),
        ("VacancyOpened", {"start_by": date(2020, 1, 1)}, "CONTRADICTORY", "start_by"),
        ("VacancyOpened", {"start_by": date(2099, 1, 1)}, "FAR_FUTURE", "start_by"),
        ("VacancyOpened", {"vacancy_id": ""}, "MALFORMED", "vacancy_id"),
        ("VacancyOpened", {"vacancy_id": "a|b"}, "MALFORMED", "vacancy_id"),
        ("VacancyOpened", {"vacancy_id": "a\nb"}, "MALFORMED", "vacancy_id"),
        ("VacancyOpened", {"vacancy_id": 7}, "MALFORMED", "vacancy_id"),
        ("VacancyOpened", {"correlation_id": "a b"}, "MALFORMED", "correlation_id"),
        ("VacancyOpened", {"reason": "WHIM"}, "MALFORMED", "reason"),
        ("VacancyOpened", {"title": " "}, "MALFORMED", "title"),
        ("VacancyOpened", {"title": "x" * 5000}, "MALFORMED", "title"),
        ("VacancyOpened", {"occurred_at": datetime(2026, 3, 14)}, "MALFORMED", "occurred_at"),
        ("VacancyOpened", {"start_by": datetime(2026, 6, 1, tzinfo=UTC)}, "MALFORMED", "start_by"),
        ("DayStarted", {"day": date(2026, 3, 15)}, "CONTRADICTORY", "event_id"),
        ("AvailabilityHeld", {"held_until": date(2026, 6, 1)}, "CONTRADICTORY", "held_until"),
        ("AvailabilityConfirmed", {"notice_days": -1}, "MALFORMED", "notice_days"),
        ("AssessmentCompleted", {"supersedes": "assess-0117"}, "CONTRADICTORY", "supersedes"),
        ("ApplicationSubmitted", {"profiles": ()}, "MALFORMED", "profiles"),
        ("ApplicationSubmitted", {"nationalities": ("KE",)}, "MALFORMED", "nationalities"),
        (CYCLE, {"window_close": date(2026, 1, 4)}, "CONTRADICTORY", "window_close"),
        (CYCLE, {"job_groups": ()}, "MALFORMED", "job_groups"),
        (CYCLE, {"job_groups": ("COM",) * (ENTRIES_MAX + 1)}, "MALFORMED", "job_groups"),
        (
            "CandidateMerged",
            {"merged_candidate_id": "c-7f3a19d2"},
            "CONTRADICTORY",
            "merged_candidate_id",
        ),
        ("ClearanceRecorded", {"valid_until": date(2020, 1, 1)}, "CONTRADICTORY", "valid_until"),
        ("ClearanceRecorded", {"country": "Kenya"}, "MALFORMED", "country"),
        ("LanguageRecorded", {"language": "French"}, "MALFORMED", "language"),
        ("LanguageRecorded", {"framework": "CEFR"}, "MALFORMED", "levels"),
        ("LanguageRecorded", {"evidence": "SELF"}, "CONTRADICTORY", "tested_on"),
        ("PreferencesDeclared", {"max_hardship": "UNCLASSIFIED"}, "MALFORMED", "max_hardship"),
        (
            "PreferencesDeclared",
            {"excluded_stations": (NAIROBI,)},
            "CONTRADICTORY",
            "excluded_stations",
        ),
        (
            "PreferencesDeclared",
            {"preferred_stations": (NAIROBI,) * 2},
            "CONTRADICTORY",
            "preferred_stations",
        ),
        ("PreferencesDeclared", {"preferred_regions": ("a|b",)}, "MALFORMED", "preferred_regions"),
        ("WaiverGranted", {"shortfall_accepted": None}, "MALFORMED", "shortfall_accepted"),
        ("WaiverGranted", {"shortfall_accepted": 0}, "MALFORMED", "shortfall_accepted"),
        ("WaiverGranted", {"extent": "FULL"}, "CONTRADICTORY", "shortfall_accepted"),
        ("ProposalRejected", {"revision_seen": 0}, "MALFORMED", "revision_seen"),
        ("ProposalAccepted", {"override": True, "reason": None}, "MALFORMED", "reason"),
        ("CandidateShortlisted", {"override": True, "reason": None}, "MALFORMED", "reason"),
        ("OfferMade", {"revision_seen": 0}, "MALFORMED", "revision_seen"),
        (
            "MemberStateListPublished",
            {"kind": "MEMBER_STATES", "states": ()},
            "MALFORMED",
            "states",
        ),
        (
            "DutyStationClassified",
            {"standard_assignment_months": 0},
            "MALFORMED",
            "standard_assignment_months",
        ),
        (
            "DutyStationClassified",
            {"working_languages": ("english",)},
            "MALFORMED",
            "working_languages",
        ),
        ("CatalogueFrozen", {"part": 2}, "CONTRADICTORY", "part"),
        ("CatalogueFrozen", {"part": 0}, "CONTRADICTORY", "part"),
        ("CatalogueFrozen", {"posts": ()}, "MALFORMED", "posts"),
        ("CatalogueFrozen", {"posts": (KABUL,) * 2}, "CONTRADICTORY", "posts"),
        ("CatalogueFrozen", {"posts": (ASKS_NOTHING,)}, "MALFORMED", "posts"),
        ("CatalogueAmended", {"entered": (ASKS_NOTHING,)}, "MALFORMED", "entered"),
        (
            "CatalogueAmended",
            {"entered": (KABUL,), "left": (KABUL.post_id,)},
            "CONTRADICTORY",
            "left",
        ),
        ("CatalogueAmended", {"left": ("post-1",) * 2}, "CONTRADICTORY", "left"),
        (
            "PreferencesRanked",
            {"choices": tuple(events.PostRanked(post_id="post-1", rank=rank) for rank in (1, 2))},
            "CONTRADICTORY",
            "choices",
        ),
        (
            "PreferencesRanked",
            {"choices": (events.PostRanked(post_id="post-1", rank=0),)},
            "MALFORMED",
            "choices",
        ),
        (
            "PreferencesRanked",
            {"together_with_id": "c-7f3a19d2"},
            "CONTRADICTORY",
            "together_with_id",
        ),
        (
            "HirerRankingSubmitted",
            {"candidates": (events.CandidateRanked(candidate_id="c-1", rank=1),) * 2},
            "CONTRADICTORY",
            "candidates",
        ),
        (
            "RotationCyclePublished",
            {"window_close": date(2020, 1, 1)},
            "CONTRADICTORY",
            "window_close",
        ),
        ("ExercisePolicyPublished", {"burden_weight": 1_001}, "MALFORMED", "person_rank_weight"),
        ("ExercisePolicyPublished", {"burden_share": 1_001}, "MALFORMED", "burden_share"),
        (
            "ExercisePolicyPublished",
            {"settled_classes": ("E",)},
            "CONTRADICTORY",
            "settled_classes",
        ),
        ("ExercisePolicyPublished", {"choices_max": 0}, "MALFORMED", "choices_max"),
        ("ProgrammeEditionAnnounced", {"ends_on": date(2020, 1, 1)}, "CONTRADICTORY", "ends_on"),
        ("LeadershipPolicyPublished", {"programmes": ()}, "MALFORMED", "programmes"),
        ("LeadershipPolicyPublished", {"cell_min": 0}, "MALFORMED", "cell_min"),
    ],
)
def test_a_wrong_event_is_told_what_and_where(
    name: str, change: dict[str, Any], kind: str, field: str
) -> None:
    found = problems(replace(example(name), **change))
    assert (kind, field) in {(problem.kind, problem.field) for problem in found}


def test_a_nested_problem_names_its_place() -> None:
    station = events.DutyStationKey(country="Kenya", city_code="NA010")
    (problem,) = problems(replace(example("VacancyOpened"), duty_station=station))
    assert str(problem).startswith("duty_station: country: expected an ISO 3166-1")


def test_an_effect_far_ahead_of_its_record_is_found() -> None:
    event = replace(example("VacancyResumed"), occurred_at=datetime(2099, 1, 1, tzinfo=UTC))
    assert [problem.kind for problem in problems(event)] == ["FAR_FUTURE"]


def test_more_months_of_a_kind_than_in_all_contradict() -> None:
    experience = events.ExperienceGained(
        total_months=10, managerial_months=11, un_months=0, mandate_months=0
    )
    (problem,) = problems(replace(example("ProfileUpdated"), experience=experience))
    assert str(problem) == "experience: managerial_months: 11 of 10 months in all"


@pytest.mark.parametrize("name", ["VacancyOpened", "VacancyAmended"])
def test_a_tier_clause_that_asks_nothing_of_a_person_is_refused(name: str) -> None:
    clause = events.TierClause(clause="at P-4 and above", vacancy_grade_from="P-4")
    rule = events.TierRule(tier_rule_id="t", first=(clause,))
    (problem,) = problems(replace(example(name), tier_rule=rule))
    assert str(problem) == "tier_rule: clause 'at P-4 and above' asks nothing of a person"


def test_a_tier_clause_cannot_ask_for_a_gender_that_is_not_said() -> None:
    clause = events.TierClause(clause="no answer", genders=("UNDISCLOSED",))
    rule = events.TierRule(tier_rule_id="t", first=(clause,))
    (problem,) = problems(replace(example("VacancyOpened"), tier_rule=rule))
    assert (problem.kind, problem.field) == ("MALFORMED", "tier_rule")


def test_a_tier_rule_without_clauses_and_empty_languages_take_back_what_was_asked() -> None:
    rule = events.TierRule(tier_rule_id="none", first=())
    amended = replace(
        example("VacancyAmended"), tier_rule=rule, languages=events.LanguageRequirements()
    )
    assert problems(amended) == ()


@pytest.mark.parametrize("name", ["VacancyOpened", "VacancyAmended"])
def test_a_required_level_is_spelt_as_its_framework_does(name: str) -> None:
    required = events.LanguageRequirement(language="en", framework="UN", level="C1")
    languages = events.LanguageRequirements(any_of=(required,))
    (problem,) = problems(replace(example(name), languages=languages))
    assert str(problem) == "languages: en: UN has no level C1: I, II, III, IV"


def test_an_ability_stands_once_in_a_record_of_a_language() -> None:
    recorded = example("LanguageRecorded")
    (problem,) = problems(replace(recorded, levels=(recorded.levels[0],) * 2))
    assert str(problem) == "levels: ability LISTENING stands 2 times"


def test_a_state_stands_once_on_a_list_and_a_competency_once_in_a_profile() -> None:
    states = example("MemberStateListPublished")
    (problem,) = problems(replace(states, states=states.states + states.states[:1]))
    assert str(problem) == "states: state BTN stands 2 times"
    profile = example("CompetencyProfilePublished")
    (problem,) = problems(replace(profile, competencies=(profile.competencies[0],) * 2))
    assert (problem.kind, problem.field) == ("CONTRADICTORY", "competencies")


def test_the_source_of_an_event_is_a_code_and_the_source_of_a_setting_is_a_text() -> None:
    rules = example("RuleSetPublished")
    source = events.SettingSource(setting="ranked_max", source="Guidelines, version 4: page 7")
    assert problems(replace(rules, sources=(source,))) == ()
    (problem,) = problems(replace(rules, source="Guidelines, version 4"))
    assert (problem.kind, problem.field) == ("MALFORMED", "source")
