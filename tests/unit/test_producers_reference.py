"""The reference set: unique keys, known codes, and facts that agree with each other."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from producers.reference import BUILT_IN, built_in, cycles, reference_events, rows
from producers.rule_sets import settings_of
from schemas.events import CompetencyProfilePublished, HardshipClass, MemberStateListPublished
from schemas.shape import problems

DAY = date(2026, 11, 22)
HOME = built_in()


def test_each_duty_station_is_there_once_by_country_and_code_and_by_country_and_name() -> None:
    assert len(HOME.duty_stations) >= 60
    assert len({(s.key.country, s.key.city_code) for s in HOME.duty_stations}) == len(
        HOME.duty_stations
    )
    assert len({(s.key.country, s.name) for s in HOME.duty_stations}) == len(HOME.duty_stations)


def test_city_codes_alone_repeat_so_that_a_lookup_by_code_alone_would_fail_here() -> None:
    places = Counter(s.key.city_code for s in HOME.duty_stations)
    assert places["KA060"] == 2
    assert places["BE010"] == 3


def test_a_station_is_found_by_its_exact_name_in_its_country_only() -> None:
    assert HOME.station("SSD", "Juba").key.city_code == "JU020"
    assert HOME.station("LBY", "Tripoli").hardship_class == "E"
    for country, name in (("SDN", "Juba"), ("LBN", "Tripoli"), ("SSD", "juba"), ("SSD", "Jub")):
        with pytest.raises(LookupError):
            HOME.station(country, name)


def test_names_are_spelt_as_people_there_read_them() -> None:
    names = {s.name for s in HOME.duty_stations}
    assert {"Kyiv", "N'Djamena", "Sana'a", "Cox's Bazar", "Bogotá", "Port-au-Prince"} <= names
    assert not {"Kiev", "Ndjamena", "Sanaa", "Coxs Bazaar"} & names


def test_hardship_and_family_status_are_told_apart_and_each_names_its_source() -> None:
    classes = get_args(HardshipClass)
    for row in rows(BUILT_IN, "duty_stations.csv"):
        assert row["hardship_class"] in classes
        assert row["hardship_source"] in {"icsc-2025-transcription", "assumed"}
        # The transcription has no class H.
        assert (row["hardship_class"] == "H") == (row["hardship_source"] == "assumed")
        assert bool(row["family_status"]) == (row["family_source"] == "assumed")
        assert bool(row["rest_cycle_weeks"]) == (row["family_status"] == "NON_FAMILY")
    by_name = {s.name: s for s in HOME.duty_stations}
    assert by_name["Bangui"].hardship_class == by_name["Beirut"].hardship_class == "D"
    assert by_name["Bangui"].family_status == "NON_FAMILY"
    assert by_name["Beirut"].family_status is None


def test_every_row_is_a_reference_event_that_passes_the_checks_of_the_contract() -> None:
    events = list(reference_events(HOME, DAY, years=3))
    assert [problem for event in events for problem in problems(event)] == []
    assert len({event.event_id for event in events}) == len(events)
    assert len(events) == 5 + 2 * len(HOME.profiles) + len(HOME.duty_stations) + 4


def test_publishing_the_set_on_another_day_repeats_the_same_facts() -> None:
    today, later = (
        {e.event_id: e for e in reference_events(HOME, day)} for day in (DAY, date(2027, 3, 1))
    )
    same = today.keys() & later.keys()
    assert len(same) == 5 + 2 * len(HOME.profiles) + len(HOME.duty_stations)
    assert all(today[name] == later[name] for name in same)


def test_on_the_day_only_rmo_posts_are_inside_a_window() -> None:
    open_now = [c for c in cycles(HOME, DAY) if c.window_open <= DAY <= c.window_close]
    assert [c.job_groups for c in open_now] == [("RMO",)]
    closed = [c for c in cycles(HOME, DAY) if c.window_close < DAY]
    assert [c.job_groups for c in closed] == [("COM", "RMO", "SCO")]


def test_six_profiles_are_at_known_grades_and_grades_are_in_order() -> None:
    professional = [g for g in HOME.grades if g.category == "PROFESSIONAL"]
    assert [g.grade for g in professional] == ["P-1", "P-2", "P-3", "P-4", "P-5", "D-1", "D-2"]
    assert all(a.order < b.order for a, b in pairwise(professional))
    assert {(p.job_group, p.grade) for p in HOME.profiles} == {
        ("COM", "D-1"),
        ("COM", "P-5"),
        ("COM", "P-4"),
        ("RMO", "P-4"),
        ("RMO", "P-3"),
        ("SCO", "P-3"),
    }


def test_nationalities_are_unique_three_letter_codes() -> None:
    codes = [n.iso3 for n in HOME.nationalities]
    assert len(set(codes)) == len(codes) > 60
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_the_default_policy_has_a_source_for_each_value() -> None:
    policy = HOME.rule_set
    assert {each.setting for each in policy.sources} == set(settings_of(policy))
    assert all(each.source.strip() for each in policy.sources)


def test_the_default_policy_asks_what_the_domain_asks_and_leaves_own_country_off() -> None:
    policy = HOME.rule_set
    rules = {each.rule: each for each in policy.rules}
    assert "H6" not in rules
    assert rules["H8"].mode == "WARN"
    assert rules["H2"].never_waived_for == ("NOT_READY_YET",)
    assert rules["H13"].waivable
    assert rules["H13"].never_waived_for == ("CLOSE",)
    assert "H15" not in rules
    assert {v.rating: v.months for v in policy.validity} == {
        "STAR": 24,
        "TIER_1": 24,
        "TIER_2": 12,
    }


def test_gender_and_geography_weigh_nothing_in_the_default_policy() -> None:
    weights = {each.criterion: each.weight for each in HOME.rule_set.criteria}
    assert weights["S9"] == 0
    assert list(weights) == [f"S{number}" for number in range(1, 11)]


def test_grades_of_the_policy_rank_as_the_list_of_grades_does() -> None:
    standing = {each.grade: each for each in HOME.rule_set.grades}
    for lower, higher in pairwise(HOME.grades):
        if lower.category == higher.category:
            assert standing[lower.grade].staffing == standing[higher.grade].staffing
            assert standing[lower.grade].seniority < standing[higher.grade].seniority


def test_states_of_every_station_and_nationality_are_known_and_their_membership_is_assumed() -> (
    None
):
    known = {state.iso3 for state in HOME.states}
    assert {s.key.country for s in HOME.duty_stations} | {
        n.iso3 for n in HOME.nationalities
    } <= known
    assert {row["membership_source"] for row in rows(BUILT_IN, "states.csv")} == {"assumed"}
    lists = {
        each.kind: {state.country for state in each.states}
        for each in reference_events(HOME, DAY)
        if isinstance(each, MemberStateListPublished)
    }
    assert lists["NON_REPRESENTED"] < lists["MEMBER_STATES"] < known


def test_each_profile_expects_levels_of_every_competency_and_none_of_values() -> None:
    profiles = [e for e in reference_events(HOME, DAY) if isinstance(e, CompetencyProfilePublished)]
    assert {(p.job_group, p.grade) for p in profiles} == {
        (p.job_group, p.grade) for p in HOME.profiles
    }
    for profile in profiles:
        assert profile.behaviours
        for expected in profile.competencies:
            assert (expected.level is None) == (expected.kind == "VALUE")
