"""H5, H6, H7, H13 and H14: nationality, performance, relatives, scope; each answer of each."""

from typing import Any

import pytest

from schemas.events import NationalitiesFact, RuleOutcome
from tests.unit.pool_facts import performing
from tests.unit.rule_facts import ask, members_list, policy, stated


def of(*countries: str) -> dict[str, Any]:
    return {"nationalities": NationalitiesFact(countries=countries, event_id="nat-1")}


LISTED = {"known": (members_list("FRA", "KEN"),)}


@pytest.mark.parametrize(
    ("facts", "asked", "expected"),
    [
        (of("FRA"), LISTED, "PASS"),
        (of("AND", "FRA"), LISTED, "PASS"),
        (of("AND"), LISTED, "FAIL"),
        ({}, LISTED, "UNKNOWN"),
        (of("FRA"), {}, "UNKNOWN"),
        (of("KEN"), {"grade": "NOB"}, "PASS"),
        (of("FRA"), {"grade": "NOB"}, "FAIL"),
        ({}, {"grade": "NOB"}, "UNKNOWN"),
        ({}, {"grade": "G6"}, "PASS"),
        (of("FRA"), LISTED | {"grade": "D-1"}, "UNKNOWN"),
    ],
)
def test_h5_asks_for_a_nationality_that_fits_the_grade(
    facts: dict[str, Any], asked: dict[str, Any], expected: RuleOutcome
) -> None:
    assert ask(facts, **asked).answer("H5").outcome == expected


def test_h5_names_the_list_as_evidence_or_as_missing() -> None:
    answer = ask(of("FRA"), **LISTED).answer("H5")
    assert (answer.held, answer.evidence) == ("FRA", ("nat-1", "members"))
    assert ask(of("FRA")).missing("H5") == ("a list of Member States in effect",)
    assert ask({}, **LISTED).missing("H5") == ("nationality",)
    assert ask(of("FRA"), grade="D-1").missing("H5") == ("standing of grade D-1 in the rule set",)


@pytest.mark.parametrize(
    ("facts", "grade", "expected"),
    [
        (of("KEN"), "P-5", "FAIL"),
        (of("FRA", "KEN"), "P-5", "FAIL"),
        (of("FRA"), "P-5", "PASS"),
        ({}, "P-5", "UNKNOWN"),
        (of("KEN"), "NOB", "PASS"),
        ({}, "G6", "PASS"),
        (of("KEN"), "D-1", "UNKNOWN"),
    ],
)
def test_h6_keeps_people_from_international_posts_in_their_own_country(
    facts: dict[str, Any], grade: str, expected: RuleOutcome
) -> None:
    assert ask(facts, grade=grade).answer("H6").outcome == expected


@pytest.mark.parametrize(
    ("origin", "rating", "expected"),
    [
        ("INTERNAL", "SATISFACTORY", "PASS"),
        ("INTERNAL", "BELOW", "FAIL"),
        ("INTERNAL", None, "UNKNOWN"),
        ("EXTERNAL", "BELOW", "PASS"),
        ("EXTERNAL", None, "PASS"),
        (None, "EXCEEDS", "PASS"),
        (None, "BELOW", "UNKNOWN"),
        (None, None, "UNKNOWN"),
    ],
)
def test_h7_asks_staff_for_a_satisfactory_rating(
    origin: str | None, rating: str | None, expected: RuleOutcome
) -> None:
    facts = {
        "origin": stated(origin) if origin else None,
        "performance": performing(rating) if rating else None,
    }
    assert ask(facts).answer("H7").outcome == expected


def test_h7_says_what_is_held_and_what_is_missing() -> None:
    rated = ask({"origin": stated("INTERNAL"), "performance": performing("BELOW")}).answer("H7")
    assert rated.held == "INTERNAL, performance BELOW up to 2025-12-31"
    assert rated.evidence == ("profile-1", "perf-1")
    assert ask({}).missing("H7") == ("origin",)
    assert ask({"origin": stated("INTERNAL")}).missing("H7") == ("performance rating",)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("NONE", "PASS"), ("CLOSE", "FAIL"), ("OTHER", "UNKNOWN"), (None, "UNKNOWN")],
)
def test_h13_asks_for_no_close_relative(declared: str | None, expected: RuleOutcome) -> None:
    assert ask({"relatives": stated(declared) if declared else None}).answer("H13").outcome == (
        expected
    )


@pytest.mark.parametrize(
    ("origin", "appointment", "terms", "expected"),
    [
        (None, None, {}, "PASS"),
        ("INTERNAL", None, {"scope": "INTERNAL"}, "PASS"),
        ("EXTERNAL", None, {"scope": "INTERNAL"}, "FAIL"),
        (None, None, {"scope": "INTERNAL"}, "UNKNOWN"),
        (None, "FT", {"appointment_types": ("FT", "PM")}, "PASS"),
        (None, "TA", {"appointment_types": ("FT", "PM")}, "FAIL"),
        (None, None, {"appointment_types": ("FT", "PM")}, "UNKNOWN"),
        (None, "TA", {"scope": "INTERNAL", "appointment_types": ("FT",)}, "FAIL"),
        ("INTERNAL", None, {"scope": "INTERNAL", "appointment_types": ("FT",)}, "UNKNOWN"),
    ],
)
def test_h14_asks_for_origin_and_contract_where_the_vacancy_does(
    origin: str | None, appointment: str | None, terms: dict[str, Any], expected: RuleOutcome
) -> None:
    facts = {
        "origin": stated(origin) if origin else None,
        "appointment_type": stated(appointment) if appointment else None,
    }
    assert ask(facts, **terms).answer("H14").outcome == expected


def test_who_is_internal_or_rated_is_policy() -> None:
    outside = policy(internal_origins=("EXTERNAL",), rated_origins=("EXTERNAL",))
    asked = ask({"origin": stated("EXTERNAL")}, under=outside, scope="INTERNAL")
    assert asked.answer("H14").outcome == "PASS"
    assert asked.answer("H7").outcome == "UNKNOWN"
