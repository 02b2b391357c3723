"""Ids of a scenario under a token of its own, so that scenarios in one pool never meet."""

import dataclasses
import json
from typing import Any

from schemas.events import (
    DayStarted,
    ExercisePolicyPublished,
    LeadershipPolicyPublished,
    MemberStateListPublished,
    RuleSetPublished,
)
from schemas.text import to_json

SHARED = (
    DayStarted,
    ExercisePolicyPublished,
    LeadershipPolicyPublished,
    MemberStateListPublished,
    RuleSetPublished,
)
"""What holds for the whole pool: all scenarios that are told together agree about it."""

OWN = frozenset(
    {
        "event_id",
        "candidate_id",
        "merged_candidate_id",
        "vacancy_id",
        "post_id",
        "offer_id",
        "waiver_id",
        "assessment_id",
        "supersedes",
        "application_id",
        "assignment_id",
        "hold_id",
        "clearance_id",
        "recalibration_id",
        "participation_id",
        "edition_id",
        "cycle_id",
        "slate_id",
        "left",
        "job_group",
        "job_groups",
        "city_code",
    }
)


def within(token: str, event: Any) -> Any:
    """The event with each of its own ids under the token."""
    return event if isinstance(event, SHARED) else _renamed(token, event)


def without(token: str, event: Any) -> dict[str, Any]:
    """What was said, as JSON, as though there were no other scenario; words included."""
    told: dict[str, Any] = json.loads(json.dumps(to_json(event)).replace(token, ""))
    return told


def _renamed(token: str, record: Any) -> Any:
    changed = {
        field.name: _value(token, field.name, getattr(record, field.name))
        for field in dataclasses.fields(record)
    }
    return dataclasses.replace(record, **changed)


def _value(token: str, name: str, value: Any) -> Any:
    if name == "nomination_id" and value is not None:
        # Made of an edition's id and a person's.
        return "/".join(f"{token}{part}" for part in value.split("/"))
    if isinstance(value, tuple):
        return tuple(_value(token, name, one) for one in value)
    if dataclasses.is_dataclass(value):
        return _renamed(token, value)
    return f"{token}{value}" if name in OWN and value is not None else value
