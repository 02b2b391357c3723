"""The tables of the read model; the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

MODEL_VERSION = 1
"""Of the tables' shape and meaning. The model is rebuilt from the logs, never migrated."""

METADATA = MetaData()


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite would drop the time zone: it is put back when a row is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


def _origin() -> tuple[Column[Any], ...]:
    """Which event a row comes from."""
    return (
        Column("event_id", String, nullable=False),
        Column("occurred_at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
    )


def _position() -> tuple[Column[Any], ...]:
    """How much of the pool's log the decision rests on."""
    return (
        Column("as_of", Date, nullable=False),
        Column("log", String, nullable=False),
        Column("log_partition", Integer, nullable=False),
        Column("log_count", BigInteger, nullable=False),
    )


ROSTER = Table(
    "roster",
    METADATA,
    Column("candidate_id", String, primary_key=True),
    Column("job_group", String, primary_key=True),
    Column("grade", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("rating", String),
    Column("bases", String, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("reason", Text, nullable=False),
    *_position(),
    *_origin(),
    Index("roster_by_profile", "job_group", "grade", "status"),
)
"""Current memberships; `bases` are joined by commas."""


def _proposal() -> tuple[Column[Any], ...]:
    return (
        Column("proposal_id", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("status", String, nullable=False),
        Column("job_group", String, nullable=False),
        Column("grade", String, nullable=False),
        Column("vacancy_version", Integer, nullable=False),
        Column("title", String),
        Column("country", String),
        Column("city_code", String),
        Column("start_by", Date),
        Column("path", String, nullable=False),
        Column("reason", Text, nullable=False),
        Column("considered", Integer),
        Column("eligible", Integer),
        Column("rule_set_id", String),
        Column("rule_set_version", Integer),
        Column("decision_version", Integer, nullable=False),
        *_position(),
        *_origin(),
    )


PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    *_proposal(),
    Index("proposals_by_status", "status", "job_group"),
)
"""The last revision for each vacancy; `status` is OPEN, WITHDRAWN, DEFERRED or HELD."""

PROPOSAL_REVISIONS = Table(
    "proposal_revisions",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    *_proposal(),
    Column("document", JSON, nullable=False),
)
"""Every revision, and the whole event as JSON in `document`."""

PROPOSAL_ENTRIES = Table(
    "proposal_entries",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("section", String, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("candidate_id", String, nullable=False),
    Column("rating", String),
    Column("remark", Text, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Index("proposal_entries_by_candidate", "candidate_id"),
)
"""Who stands in a revision: RANKED (remark: the tie-break), NEAR_MISS (the rule), CANNOT_CONFIRM
(what is missing). `place` is the rank, or the place in the section, from 1."""

REJECTED = Table(
    "rejected",
    METADATA,
    Column("topic", String, primary_key=True),
    Column("topic_partition", Integer, primary_key=True, autoincrement=False),
    Column("topic_offset", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("event_type", String),
    Column("key", LargeBinary),
    Column("value", LargeBinary),
    Column("value_size", Integer, nullable=False),
    Column("value_sha256", String, nullable=False),
    *_origin(),
)
"""Dead letters, by the place where the record stood."""

SOURCE_POSITIONS = Table(
    "source_positions",
    METADATA,
    Column("topic", String, primary_key=True),
    Column("topic_partition", Integer, primary_key=True, autoincrement=False),
    Column("topic_id", String, nullable=False),
    Column("next_offset", BigInteger, nullable=False),
)
"""Up to where the tables hold what stands in Kafka; written with the rows, never apart from them.
`topic_id` tells a topic from another one of the same name."""

PROJECTION = Table(
    "projection",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("model_version", Integer, nullable=False),
    Column("prefix", String, nullable=False),
    Column("writer", BigInteger, nullable=False),
    Column("transactions", BigInteger, nullable=False),
)
"""One row: whose topics these are, and which writer may write; each new writer takes a number."""

CONTENT = (ROSTER, PROPOSALS, PROPOSAL_REVISIONS, PROPOSAL_ENTRIES, REJECTED)
"""The tables that are a function of the logs."""
