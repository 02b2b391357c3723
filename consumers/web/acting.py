"""From what somebody asks for or decides in an exercise, or says to a nomination, to the event."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Literal, get_args

from consumers.questions.nominations import Nomination
from consumers.web.deciding import WrongDecision, actor_role, canonical, derived_id, stated_event
from consumers.web.roles import Permission
from consumers.web.tokens import Caller
from schemas.event_table import EVENT_TABLE
from schemas.events import Event
from schemas.problem import malformed

ExerciseActKind = Literal["SlateRequested", "SlateAdjusted", "SlateSignedOff"]
NominationAnswerKind = Literal["NominationEndorsed", "NominationDeclined"]
ActKind = ExerciseActKind | NominationAnswerKind

EXERCISE_ACT_KINDS: tuple[ExerciseActKind, ...] = get_args(ExerciseActKind)
NOMINATION_ANSWER_KINDS: tuple[NominationAnswerKind, ...] = get_args(NominationAnswerKind)

_BEGINS = {"SlateRequested": "request_id", "SlateAdjusted": "adjustment_id"}
_OF_NOMINATION = ("candidate_id", "edition_id")
_MADE = frozenset(
    {field.name for field in fields(Event)}
    | {"actor_role", "slate_id", *_BEGINS.values(), *_OF_NOMINATION}
)
_STATED: Mapping[ActKind, frozenset[str]] = {"SlateAdjusted": frozenset({"candidate_id"})}
"""What is made for others and stated here: who is to have the post."""


def permission_of(kind: ActKind) -> Permission:
    """Whoever prepares a slate does not sign it."""
    return "sign_off" if kind == "SlateSignedOff" else "decide"


def stated_fields_of(kind: ActKind) -> frozenset[str]:
    """What whoever acts states; all else is made."""
    names = frozenset(field.name for field in fields(EVENT_TABLE[kind].event))
    return (names - _MADE) | _STATED.get(kind, frozenset())


def ground_of_nomination(nomination: Nomination) -> dict[str, str]:
    """What an answer names beside the nomination."""
    return {name: getattr(nomination, name) for name in _OF_NOMINATION}


def acted_id(by: Caller, key: str, kind: ActKind, stated: Mapping[str, Any]) -> str:
    """For a form: the same when it is sent again, another one when it is filled in anew."""
    return derived_id(by.name, key, kind, canonical(stated))


def act(
    kind: ActKind,
    stated: Mapping[str, Any],
    by: Caller,
    *,
    source: str,
    event_id: str,
    now: datetime,
    known: Mapping[str, str] | None = None,
) -> Event:
    """The event to publish. Raises WrongDecision.

    `stated`: JSON values by the names of the event's fields, as in `stated_fields_of`.
    `known`: of the nomination that is answered.
    """
    if foreign := sorted(stated.keys() - stated_fields_of(kind)):
        raise WrongDecision(*(malformed(name, f"{kind} does not ask for it") for name in foreign))
    if missing := sorted(_STATED.get(kind, frozenset()) - stated.keys()):
        text = "say who is to have the post, or null: nobody"
        raise WrongDecision(*(malformed(name, text) for name in missing))
    made: dict[str, Any] = {
        "event_id": event_id,
        "occurred_at": now.isoformat(),
        "recorded_at": now.isoformat(),
        "source": source,
        "correlation_id": stated.get("cycle_id") or stated.get("nomination_id"),
        "actor_role": actor_role(by),
    }
    if kind in _BEGINS:
        made[_BEGINS[kind]] = event_id
    if "run" in stated:
        made["slate_id"] = f"{stated.get('cycle_id')}/{stated['run']}"
    return stated_event(kind, made | dict(known or {}) | dict(stated))
