"""Webhooks in the ledger as the reader notes them, without a Kafka to read."""

from datetime import datetime
from typing import Any


def position(endpoint: str) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "topic": "t.proposals",
        "topic_partition": 0,
        "topic_id": "id-1",
        "next_offset": 7,
    }


def pending(webhook_id: str, log_offset: int, at: datetime, endpoint: str) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "webhook_id": webhook_id,
        "type": "proposal.revised",
        "topic": "proposals",
        "topic_partition": 0,
        "log_offset": log_offset,
        "written_at": at,
        "state": "PENDING",
        "attempts": 0,
        "next_attempt_at": at,
        "body": f"body of {webhook_id}",
    }
