"""Kinds of columns that tables of the read model share; the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, String, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite drops the time zone, PostgreSQL gives it in that of the session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def number(name: str) -> Column[int]:
    """A number that is part of a key, and that no database is to invent."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def origin(*, key: bool = False) -> tuple[Column[Any], ...]:
    """Which event a row comes from."""
    return (
        Column("event_id", String, primary_key=key, nullable=False),
        Column("occurred_at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
    )


def published() -> tuple[Column[Any], ...]:
    """Where the event stands on its public topic: its place in the order in which all learn it."""
    return (
        Column("topic_partition", Integer, nullable=False),
        Column("topic_offset", BigInteger, nullable=False),
    )


def position() -> tuple[Column[Any], ...]:
    """How much of the pool's log the decision rests on."""
    return (
        Column("as_of", Date, nullable=False),
        Column("log", String, nullable=False),
        Column("log_partition", Integer, nullable=False),
        Column("log_count", BigInteger, nullable=False),
    )
