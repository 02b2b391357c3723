"""What an event is wrong about by itself is found, and a good event is left alone."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas import events
from schemas.authoring import DIRECTORY
from schemas.event_table import EVENT_TABLE
from schemas.shape import ENTRIES_MAX, problems
from schemas.text import from_json

EXAMPLES = DIRECTORY.parent / "examples"


def example(name: str) -> Any:
    return from_json(json.loads((EXAMPLES / f"{name}.v1.json").read_text()))


@pytest.mark.parametrize("name", [row.name for row in EVENT_TABLE.values() if row.routes])
def test_every_upstream_example_is_well_formed(name: str) -> None:
    assert problems(example(name)) == ()


CYCLE = "RotationCyclePublished"


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
        ("RuleSetPublished", {"ranked_max": 51}, "MALFORMED", "ranked_max"),
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


def test_a_policy_with_two_validities_for_a_rating_contradicts_itself() -> None:
    policy = example("RuleSetPublished")
    doubled = replace(policy, validity=policy.validity * 2)
    assert [problem.kind for problem in problems(doubled)] == ["CONTRADICTORY"]
