"""Rotation exercises: when they take place, what people asked for and decided, what did not fit."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from consumers.projection.columns import number, origin, published
from consumers.projection.metadata import METADATA


def logged() -> tuple[Column[Any], ...]:
    """Of a log with one partition: of two equal ids the first is kept."""
    return (
        *origin(key=True),
        Column("log_offset", BigInteger, nullable=False),
        Column("event_type", String, nullable=False),
    )


CYCLE_EVENTS = Table(
    "cycle_events",
    METADATA,
    *logged(),
    Column("cycle_id", String, nullable=False),
    Column("job_groups", JSON, nullable=False),
    Column("catalogue_published", Date, nullable=False),
    Column("window_open", Date, nullable=False),
    Column("window_close", Date, nullable=False),
    Column("effective_from", Date, nullable=False),
    Index("cycle_events_by_cycle", "cycle_id"),
)
"""Each announcement of a cycle once; the later one counts."""

EXERCISE_ACTS = Table(
    "exercise_acts",
    METADATA,
    *logged(),
    Column("cycle_id", String, nullable=False),
    Column("run", Integer),
    Column("revision_seen", Integer),
    Column("method", String),
    Column("post_id", String),
    Column("candidate_id", String),
    Column("locked", Boolean),
    Column("actor_role", String, nullable=False),
    Column("reason", Text),
    Column("document", JSON, nullable=False),
    Index("exercise_acts_by_cycle", "cycle_id"),
)
"""Requests for slates, adjustments and sign-offs, whether they could count or not; null where an
event does not state it."""

EXERCISE_REMARKS = Table(
    "exercise_remarks",
    METADATA,
    Column("cycle_id", String, nullable=False),
    Column("remark", String, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("causation_id", String),
    *origin(key=True),
    *published(),
    Index("exercise_remarks_by_cycle", "cycle_id"),
    Index("exercise_remarks_by_cause", "causation_id"),
)
"""What was stated about an exercise and does not fit; `causation_id`: the event that states it."""

SLATE_SETTLEMENTS = Table(
    "slate_settlements",
    METADATA,
    Column("cycle_id", String, primary_key=True),
    number("run"),
    Column("revision", Integer, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("placed", Integer, nullable=False),
    Column("unplaced", Integer, nullable=False),
    Column("returned", JSON, nullable=False),
    Column("returned_count", Integer, nullable=False),
    Column("actor_role", String, nullable=False),
    Column("causation_id", String),
    *origin(),
    *published(),
)
"""The slate that was signed, and the vacancies that are open again by it."""
