"""What a filter lets pass: never less than tells that a list changed or stands no more."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consumers.delivery import Delivery
from consumers.wanted import EVERYTHING, Wanted
from schemas.events import DutyStationKey, Event
from tests.golden_results import golden, membership, rejected

KABUL = DutyStationKey(country="AFG", city_code="KA010")
HERAT = DutyStationKey(country="AFG", city_code="HE010")

WANTED = Wanted(frozenset({"COM"}), frozenset({"P-5"}), frozenset({KABUL}))


def takes(event: Event | None, wanted: Wanted = WANTED, key: bytes = b"") -> bool:
    when = datetime(2026, 3, 14, tzinfo=UTC)
    return wanted.takes(Delivery(event, "proposals", 0, 0, key, when))


def event(name: str, **changed: Any) -> Event:
    found: Event = replace(golden(name), **changed)
    return found


@pytest.mark.parametrize(
    ("changed", "passes"),
    [
        ({}, True),
        ({"job_group": "RMO"}, False),
        ({"grade": "P-4"}, False),
        ({"duty_station": HERAT}, False),
        ({"duty_station": DutyStationKey(country="PAK", city_code="KA010")}, False),
    ],
)
def test_a_list_passes_by_job_group_grade_and_station(changed: Any, *, passes: bool) -> None:
    assert takes(event("ProposalEmitted", **changed)) is passes


LATER = ["Revised", "Withdrawn", "Deferred", "Held", "Expired", "Advised"]


@pytest.mark.parametrize("kind", LATER)
def test_what_comes_later_passes_by_grade_and_by_the_station_where_it_names_one(kind: str) -> None:
    def later(**changed: Any) -> bool:
        return takes(
            event(f"Proposal{kind}", **{"vacancy_version": 1, "job_group": "COM"} | changed)
        )

    assert later(grade="P-5")
    assert not later(grade="P-4")
    assert not later(grade="P-5", job_group="RMO")
    if kind == "Revised":
        assert not later(grade="P-5", duty_station=HERAT)


@pytest.mark.parametrize("kind", LATER)
def test_once_anything_was_said_of_the_vacancy_what_comes_later_passes_by_job_group(
    kind: str,
) -> None:
    assert takes(event(f"Proposal{kind}", vacancy_version=2, job_group="COM", grade="P-4"))
    assert not takes(event(f"Proposal{kind}", vacancy_version=2, job_group="RMO", grade="P-5"))


def test_a_first_list_elsewhere_does_not_pass_whatever_was_said_of_the_vacancy() -> None:
    assert not takes(event("ProposalEmitted", duty_station=HERAT, vacancy_version=3))


def test_a_refused_decision_passes_by_job_group_alone() -> None:
    assert takes(event("DecisionRefused", job_group="COM"))
    assert not takes(event("DecisionRefused", job_group="RMO"))


def test_a_membership_and_its_erasure_pass_by_job_group_and_grade() -> None:
    assert takes(membership("c-1"))
    assert not takes(replace(membership("c-1"), grade="P-4"))
    assert takes(None, key=b"c|1|COM|P-5")
    assert not takes(None, key=b"c-1|RMO|P-5")
    assert takes(None, key=b"a key of another form")


def test_without_a_filter_everything_passes() -> None:
    for one in (golden("ProposalHeld"), golden("DecisionRefused"), membership("c"), rejected(1)):
        assert takes(one, EVERYTHING)
    assert takes(None, EVERYTHING)
    assert takes(rejected(1))


def test_a_forecast_passes_by_job_group_and_a_slate_always() -> None:
    assert takes(event("HorizonForecast"))
    assert not takes(event("HorizonForecast", job_group="RMO"))
    assert takes(event("SlateProposed"))
