"""The reference set: unique keys, known codes, and facts that agree with each other."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from producers.reference import (
    DUTY_STATIONS,
    GRADES,
    NATIONALITIES,
    PROFILES,
    cycles,
    reference_events,
    station,
)
from producers.reference.tables import rows
from schemas.events import HardshipClass, RuleSetPublished
from schemas.shape import problems

DAY = date(2026, 11, 22)


def test_each_duty_station_is_there_once_by_country_and_code_and_by_country_and_name() -> None:
    assert len(DUTY_STATIONS) >= 60
    assert len({(s.key.country, s.key.city_code) for s in DUTY_STATIONS}) == len(DUTY_STATIONS)
    assert len({(s.key.country, s.name) for s in DUTY_STATIONS}) == len(DUTY_STATIONS)


def test_city_codes_alone_repeat_so_that_a_lookup_by_code_alone_would_fail_here() -> None:
    places = Counter(s.key.city_code for s in DUTY_STATIONS)
    assert places["KA060"] == 2
    assert places["BE010"] == 3


def test_a_station_is_found_by_its_exact_name_in_its_country_only() -> None:
    assert station("SSD", "Juba").key.city_code == "JU020"
    assert station("LBY", "Tripoli").hardship_class == "E"
    for country, name in (("SDN", "Juba"), ("LBN", "Tripoli"), ("SSD", "juba"), ("SSD", "Jub")):
        with pytest.raises(LookupError):
            station(country, name)


def test_names_are_spelt_as_people_there_read_them() -> None:
    names = {s.name for s in DUTY_STATIONS}
    assert {"Kyiv", "N'Djamena", "Sana'a", "Cox's Bazar", "Bogotá", "Port-au-Prince"} <= names
    assert not {"Kiev", "Ndjamena", "Sanaa", "Coxs Bazaar"} & names


def test_hardship_and_family_status_are_told_apart_and_each_names_its_source() -> None:
    classes = get_args(HardshipClass)
    for row in rows("duty_stations.csv"):
        assert row["hardship_class"] in classes
        assert row["hardship_source"] in {"icsc-2025-transcription", "assumed"}
        # The transcription has no class H.
        assert (row["hardship_class"] == "H") == (row["hardship_source"] == "assumed")
        assert bool(row["family_status"]) == (row["family_source"] == "assumed")
        assert bool(row["rest_cycle_weeks"]) == (row["family_status"] == "NON_FAMILY")
    by_name = {s.name: s for s in DUTY_STATIONS}
    assert by_name["Bangui"].hardship_class == by_name["Beirut"].hardship_class == "D"
    assert by_name["Bangui"].family_status == "NON_FAMILY"
    assert by_name["Beirut"].family_status is None


def test_every_row_is_a_reference_event_that_passes_the_checks_of_the_contract() -> None:
    events = list(reference_events(DAY, years=3))
    assert [problem for event in events for problem in problems(event)] == []
    assert len({event.event_id for event in events}) == len(events)
    assert len(events) == 1 + len(PROFILES) + len(DUTY_STATIONS) + 4


def test_publishing_the_set_on_another_day_repeats_the_same_facts() -> None:
    today, later = (
        {e.event_id: e for e in reference_events(day)} for day in (DAY, date(2027, 3, 1))
    )
    same = today.keys() & later.keys()
    assert len(same) == 1 + len(PROFILES) + len(DUTY_STATIONS)
    assert all(today[name] == later[name] for name in same)


def test_on_the_day_only_rmo_posts_are_inside_a_window() -> None:
    open_now = [c for c in cycles(DAY) if c.window_open <= DAY <= c.window_close]
    assert [c.job_groups for c in open_now] == [("RMO",)]
    closed = [c for c in cycles(DAY) if c.window_close < DAY]
    assert [c.job_groups for c in closed] == [("COM", "RMO", "SCO")]


def test_six_profiles_are_at_known_grades_and_grades_are_in_order() -> None:
    professional = [g for g in GRADES if g.category == "PROFESSIONAL"]
    assert [g.grade for g in professional] == ["P-1", "P-2", "P-3", "P-4", "P-5", "D-1", "D-2"]
    assert all(a.order < b.order for a, b in pairwise(professional))
    assert {(p.job_group, p.grade) for p in PROFILES} == {
        ("COM", "D-1"),
        ("COM", "P-5"),
        ("COM", "P-4"),
        ("RMO", "P-4"),
        ("RMO", "P-3"),
        ("SCO", "P-3"),
    }


def test_nationalities_are_unique_three_letter_codes() -> None:
    codes = [n.iso3 for n in NATIONALITIES]
    assert len(set(codes)) == len(codes) > 60
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_the_default_policy_has_a_source_for_each_value() -> None:
    assert all(row["source"] for row in rows("rule_set.csv"))
    (policy,) = (e for e in reference_events(DAY) if isinstance(e, RuleSetPublished))
    assert {v.rating: v.months for v in policy.validity} == {
        "STAR": 24,
        "TIER_1": 24,
        "TIER_2": 12,
    }
