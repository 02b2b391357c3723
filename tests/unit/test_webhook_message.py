"""What a webhook says: the public event and nothing else, under an id that is fit for a header."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consumers.delivery import Delivery
from consumers.webhooks.endpoints import Payload
from consumers.webhooks.message import Message, message
from schemas.events import Event
from schemas.text import from_json
from tests.golden_results import golden, membership
from tests.unit.proposal_samples import full

AT = datetime(2026, 3, 14, 9, 30, 0, 250_000, tzinfo=UTC)


def said(event: Event | None, payload: Payload = "full", key: bytes = b"") -> Message:
    return message(Delivery(event, "proposals", 0, 7, key, AT), payload)


def document(one: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.body)
    return found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ProposalEmitted", "proposal.emitted"),
        ("ProposalWithdrawn", "proposal.withdrawn"),
        ("DecisionRefused", "decision.refused"),
        ("MembershipSuspended", "membership.suspended"),
    ],
)
def test_a_webhook_carries_the_whole_event(name: str, kind: str) -> None:
    event = golden(name)
    one = said(event)
    assert one.webhook_id == event.event_id
    assert one.type == kind
    told = document(one)
    assert list(told) == ["type", "timestamp", "data"]
    assert (told["type"], told["timestamp"]) == (kind, told["data"]["occurred_at"])
    assert from_json(told["data"]) == event


def test_a_thin_webhook_has_ids_revision_and_counts_and_names_nobody() -> None:
    event = full()
    told = document(said(event, "thin"))["data"]
    assert told["vacancy_id"] == event.vacancy_id
    assert told["revision"] == event.revision
    assert told["counts"]["eligible"] == event.counts.eligible
    assert not any(one.candidate_id in json.dumps(told) for one in event.ranked)
    assert len(said(event, "thin").body) * 10 < len(said(event).body)
    refused = document(said(golden("DecisionRefused"), "thin"))["data"]
    assert refused["decision_event_id"] == "short-031-1"
    assert "reason" not in refused


def test_a_membership_is_thin_already() -> None:
    assert said(membership("c-1"), "thin") == said(membership("c-1"))


def test_an_erasure_names_what_is_to_be_forgotten() -> None:
    told = document(said(None, key=b"c|1|COM|P-5"))
    assert told["type"] == "membership.erased"
    assert told["timestamp"] == "2026-03-14T09:30:00.250000Z"
    assert told["data"] == {"candidate_id": "c|1", "job_group": "COM", "grade": "P-5"}


@pytest.mark.parametrize("event_id", ["a.b", "a\r\nx: y", "é", "", "x" * 200])
def test_an_id_that_no_header_takes_is_told_by_its_hash(event_id: str) -> None:
    one = said(replace(golden("ProposalHeld"), event_id=event_id))
    assert one.webhook_id.startswith("msg_")
    assert one.webhook_id.isascii()
    assert document(one)["data"]["event_id"] == event_id
