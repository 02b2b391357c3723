"""What the sender of webhooks remembers: how far it has read, and what became of each webhook."""

from typing import Literal

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

from consumers.projection.columns import Instant

State = Literal["PENDING", "DELIVERED", "DEAD"]

METADATA = MetaData()

SENDER = Table(
    "webhook_sender",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
"""One row: the number of the sender that may write; each new one takes the next."""

DISABLED = Table(
    "webhook_disabled",
    METADATA,
    Column("endpoint", String, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reason", String, nullable=False),
)
"""Endpoints that said that they are gone: nothing is read or sent for them."""

POSITIONS = Table(
    "webhook_positions",
    METADATA,
    Column("endpoint", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("topic_partition", Integer, primary_key=True, autoincrement=False),
    Column("topic_id", String, nullable=False),
    Column("next_offset", BigInteger, nullable=False),
)
"""Up to where each endpoint has its webhooks noted; written with them. `topic_id` tells a topic
from another one of the same name."""

DELIVERIES = Table(
    "webhook_deliveries",
    METADATA,
    Column("endpoint", String, primary_key=True),
    Column("webhook_id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("topic_partition", Integer, nullable=False),
    Column("log_offset", BigInteger, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Instant, nullable=False),
    Column("last_attempt_at", Instant),
    Column("last_status", Integer),
    Column("last_error", String),
    Column("body", Text),
)
"""One row for an endpoint and an event. The body is gone once it is delivered: nothing about people
lies about for longer than it has a use."""
Index(
    "ix_webhook_deliveries_due",
    *(DELIVERIES.c[name] for name in ("endpoint", "state", "next_attempt_at")),
)
