"""From what somebody decides to the event that says so: pure, for the console and the API alike."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, cast, get_args

from consumers.questions.decisions import Ground
from consumers.web.tokens import Caller
from schemas.errors import MalformedText
from schemas.event_table import EVENT_TABLE
from schemas.events import Event
from schemas.problem import Problem, contradictory, malformed
from schemas.shape import problems
from schemas.text import from_json, to_json

DecisionKind = Literal[
    "CandidateShortlisted",
    "OfferMade",
    "OfferAccepted",
    "OfferDeclined",
    "OfferRevoked",
    "PlacementConfirmed",
    "ProposalAccepted",
    "ProposalRejected",
    "ProposalReturned",
    "WaiverRequested",
    "WaiverGranted",
    "WaiverDenied",
]
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
"""What people state here. That an offer lapsed, the pool finds by itself."""

_BEGINS = {"OfferMade": "offer", "WaiverRequested": "waiver", "WaiverGranted": "waiver"}
"""Decisions that begin something with an id of its own; one that is stated is kept."""
_ENVELOPE = frozenset(field.name for field in fields(Event))
_KNOWN = _ENVELOPE | {field.name for field in fields(Ground)} | {"actor_role"}


class WrongDecision(ValueError):
    """What is stated makes no event; `problems` says what is wrong, field by field."""

    def __init__(self, *found: Problem) -> None:
        super().__init__("; ".join(map(str, found)))
        self.problems = found


def stated_fields(kind: DecisionKind) -> frozenset[str]:
    """What whoever decides states; all else is known."""
    return _names(kind) - _KNOWN


def begun_id(kind: DecisionKind) -> str | None:
    """The id that the decision makes where none is stated, such as `offer_id`."""
    return f"{what}_id" if (what := _BEGINS.get(kind)) else None


def decision(
    kind: DecisionKind,
    stated: Mapping[str, Any],
    ground: Ground,
    by: Caller,
    *,
    source: str,
    key: str,
    now: datetime,
) -> Event:
    """The event to publish. Raises WrongDecision.

    `stated`: JSON values by the names of the event's fields, as in `stated_fields`.
    `source`: the system that states it, such as `pathways.console`.
    `key`: made once for what is decided once. With the same caller, key and content the event has
    the same id, and Pathways takes it in once, however often it is published.
    """
    if foreign := sorted(stated.keys() - stated_fields(kind)):
        raise WrongDecision(*(malformed(name, f"{kind} does not ask for it") for name in foreign))
    event_id = derived_id(by.name, key, ground.vacancy_id, kind, canonical(stated))
    begun = {f"{what}_id": f"{what}-{event_id[:16]}"} if (what := _BEGINS.get(kind)) else {}
    known = {
        "event_id": event_id,
        "occurred_at": now.isoformat(),
        "recorded_at": now.isoformat(),
        "source": source,
        "correlation_id": ground.vacancy_id,
        "actor_role": actor_role(by),
    }
    return stated_event(kind, known | begun | _of_ground(kind, ground) | dict(stated))


def actor_role(by: Caller) -> str:
    """As events spell it."""
    return by.role.replace("_", "-")


def stated_event(kind: str, values: Mapping[str, Any]) -> Event:
    """From JSON values by the names of its fields. Raises WrongDecision."""
    try:
        event = cast("Event", from_json({"type": kind, **values}))
    except MalformedText as error:
        raise WrongDecision(malformed(error.path, error.problem)) from error
    if found := problems(event):
        raise WrongDecision(*found)
    return event


def _of_ground(kind: DecisionKind, ground: Ground) -> dict[str, Any]:
    """The vacancy's facts that the event names; one that is not known cannot be made up."""
    needed = _names(kind) & asdict(ground).keys()
    if unknown := sorted(name for name in needed if getattr(ground, name) is None):
        text = "nothing is known of it yet for this vacancy"
        raise WrongDecision(*(contradictory(name, text) for name in unknown))
    return {name: to_json(ground)[name] for name in needed}


def _names(kind: DecisionKind) -> frozenset[str]:
    return frozenset(field.name for field in fields(EVENT_TABLE[kind].event))


def canonical(stated: Mapping[str, Any]) -> str:
    return json.dumps(stated, sort_keys=True, default=str)


def derived_id(*parts: str) -> str:
    """32 hexadecimal digits that depend on the parts alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]
