"""Where an application stands, whatever of it is known early, late or against the order."""

from datetime import date

import pytest

from schemas import events
from streams.candidates.applications import application_status
from tests.unit.one_life import Life

PLAN = {
    "job_group": "COM",
    "grade": "P-5",
    "round_id": "round-1",
    "modality": "FAST_TRACK",
    "delivery": "ONLINE",
    "scheduled_on": date(2026, 3, 1),
    "application_id": "a",
}


def life_of(steps: str) -> Life:
    """S submitted, I and O screened in and out, W withdrawn, P and Q planned, A and B assessed."""
    life = Life()
    for step in steps:
        match step:
            case "S":
                life.add(
                    events.ApplicationSubmitted, application_id="a", profiles=(), origin="EXTERNAL"
                )
            case "W":
                life.add(events.ApplicationWithdrawn, application_id="a")
            case "I" | "O":
                outcome = {"I": "SCREENED_IN", "O": "SCREENED_OUT"}[step]
                life.add(events.ApplicationScreened, application_id="a", outcome=outcome)
            case "P" | "Q":
                name = {"P": "as-1", "Q": "as-2"}[step]
                life.add(events.AssessmentScheduled, assessment_id=name, **PLAN)
            case "A" | "B":
                life.assessed({"A": "as-1", "B": "as-2"}[step], "TIER_1", date(2026, 3, 1))
            case "V":
                life.add(events.AssessmentVoided, assessment_id="as-1", reason="wrong person")
    return life


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ("S", "SUBMITTED"),
        ("I", "PENDING"),
        ("W", "PENDING"),
        ("SI", "SCREENED_IN"),
        ("IS", "SCREENED_IN"),
        ("SO", "SCREENED_OUT"),
        ("SW", "WITHDRAWN"),
        ("SIW", "WITHDRAWN"),
        ("SWO", "WITHDRAWN"),
        ("SOW", "SCREENED_OUT"),
        ("SP", "SUBMITTED"),
        ("SPI", "ASSESSMENT_SCHEDULED"),
        ("SIP", "ASSESSMENT_SCHEDULED"),
        ("SIPW", "WITHDRAWN"),
        ("SIPA", "ASSESSED"),
        ("ASIP", "ASSESSED"),
        ("SIPAW", "ASSESSED"),
        ("SIPWA", "WITHDRAWN"),
        ("SIPQA", "ASSESSMENT_SCHEDULED"),
        ("SIPQAB", "ASSESSED"),
        ("SIPAV", "ASSESSMENT_SCHEDULED"),
        ("SIA", "SCREENED_IN"),
    ],
)
def test_an_application_stands_where_its_statements_take_it(steps: str, status: str) -> None:
    assert application_status(life_of(steps).state(), "a") == status


def test_an_assessment_planned_for_another_application_moves_this_one_nowhere() -> None:
    life = life_of("SI")
    life.add(events.AssessmentScheduled, assessment_id="as-9", **PLAN | {"application_id": "b"})
    assert application_status(life.state(), "a") == "SCREENED_IN"
