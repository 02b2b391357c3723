"""What a webhook says: an event of a public topic as JSON of the form type, timestamp, data."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from consumers.delivery import Delivery
from consumers.inbox import identity
from consumers.webhooks.endpoints import Payload
from schemas.events import DecisionRefused, Event, ProposalEvent
from schemas.text import to_json

_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_THIN = (
    "type",
    "event_id",
    "proposal_id",
    "vacancy_id",
    "vacancy_version",
    "job_group",
    "grade",
    "revision",
    "decision_event_id",
    "revision_current",
    "counts",
)
"""What a thin proposal tells: ids, revision and counts."""


@dataclass(frozen=True, slots=True)
class Message:
    """A webhook as it is sent, however often."""

    webhook_id: str
    type: str
    """Such as `proposal.revised`."""
    body: str


def message(delivery: Delivery, payload: Payload) -> Message:
    event = delivery.event
    kind = "membership.erased" if event is None else _dotted(type(event).__name__)
    at = delivery.timestamp if event is None else event.occurred_at
    data = _erased(delivery.key) if event is None else _data(event, payload)
    return Message(_header_safe(identity(delivery)), kind, body(kind, at, data))


def body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    timestamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    document = {"type": kind, "timestamp": timestamp, "data": data}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _data(event: Event, payload: Payload) -> dict[str, Any]:
    whole = to_json(event)
    if payload == "full" or not isinstance(event, ProposalEvent | DecisionRefused):
        # A membership on the roster is thin already.
        return whole
    return {name: whole[name] for name in _THIN if name in whole}


def _erased(key: bytes | None) -> dict[str, Any]:
    candidate_id, job_group, grade = (*(key or b"").decode().rsplit("|", 2), "", "")[:3]
    return {"candidate_id": candidate_id, "job_group": job_group, "grade": grade}


def _dotted(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", ".", name).lower()


def _header_safe(event_id: str) -> str:
    """Ids of our own events are; the standard wants no dot in one, and HTTP takes no line end."""
    if _SAFE_ID.fullmatch(event_id):
        return event_id
    return "msg_" + sha256(event_id.encode()).hexdigest()[:32]
