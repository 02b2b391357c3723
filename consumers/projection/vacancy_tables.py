"""Facts about vacancies, what people decided about them, and what of that could not count."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from consumers.projection.columns import number, origin, position, published
from consumers.projection.metadata import METADATA


def _logged() -> tuple[Column[Any], ...]:
    """The key comes from the log alone: in one partition the first of two equal ids is kept."""
    return (
        number("log_partition"),
        *origin(key=True),
        Column("log_offset", BigInteger, nullable=False),
        Column("event_type", String, nullable=False),
        Column("vacancy_id", String, nullable=False),
        Column("job_group", String, nullable=False),
        Column("reason", Text),
        Column("document", JSON, nullable=False),
    )


VACANCY_EVENTS = Table(
    "vacancy_events",
    METADATA,
    *_logged(),
    Column("grade", String),
    Column("post_id", String),
    Column("title", String),
    Column("country", String),
    Column("city_code", String),
    Column("opened_on", Date),
    Column("start_by", Date),
    Column("closes_on", Date),
    Column("expected_on", Date),
    Column("stated_path", String),
    Column("rotational", Boolean),
    Column("urgent", Boolean),
    Column("hard_to_fill", Boolean),
    Column("candidate_id", String),
    Index("vacancy_events_by_vacancy", "vacancy_id"),
)
"""Each event about a vacancy once; null where the event does not state it."""

DECISIONS = Table(
    "decisions",
    METADATA,
    *_logged(),
    Column("candidate_id", String),
    Column("actor_role", String, nullable=False),
    Column("revision_seen", Integer),
    Column("override", Boolean),
    Column("offer_id", String),
    Column("reply_by", Date),
    Column("lapsed_on", Date),
    Column("starts_on", Date),
    Column("waiver_id", String),
    Column("rule", String),
    Column("extent", String),
    Column("shortfall_accepted", Integer),
    Column("valid_until", Date),
    Index("decisions_by_vacancy", "vacancy_id"),
    Index("decisions_by_event", "event_id"),
)
"""Each decision of people once, whether it could count or not; null where it does not state it."""

DECISIONS_REFUSED = Table(
    "decisions_refused",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    Column("decision_event_id", String, primary_key=True),
    Column("decision_type", String, nullable=False),
    Column("job_group", String, nullable=False),
    Column("revision_seen", Integer),
    Column("revision_current", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("decision_version", Integer, nullable=False),
    *position(),
    *origin(),
    *published(),
    Column("document", JSON, nullable=False),
    Index("decisions_refused_by_place", "topic_partition", "topic_offset"),
    Index("decisions_refused_by_decision", "decision_event_id"),
)
"""Decisions of people that could not count, and what to do about each."""
