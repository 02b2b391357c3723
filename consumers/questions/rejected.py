"""Dead letters: what intake turned away, where it stood and what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from consumers.projection.tables import REJECTED
from consumers.questions.latest import latest_first
from consumers.questions.paging import Page
from consumers.questions.records import columns_of, records


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """One rejected record, without its bytes."""

    topic: str
    topic_partition: int
    topic_offset: int
    reason: str
    detail: str
    remedy: str
    event_type: str | None
    key: bytes | None
    value_size: int
    recorded_at: datetime
    event_id: str


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which dead letters; nothing given: all of them."""

    reason: str | None = None
    topic: str | None = None
    event_type: str | None = None
    remedy: str | None = None
    size_min: int | None = None
    """In bytes of the original record."""


@dataclass(frozen=True, kw_only=True)
class LetterKind:
    """How many dead letters have all of this in common."""

    reason: str
    topic: str
    event_type: str | None
    remedy: str
    letters: int


def dead_letters(
    connection: Connection, sought: Sought, limit: int, cursor: str | None = None
) -> Page[DeadLetter]:
    """The latest first. Raises NoCursor."""
    key = (REJECTED.c.recorded_at, REJECTED.c.event_id)
    query = _filtered(select(*columns_of(REJECTED, DeadLetter)), sought)
    return latest_first(connection, query, key, DeadLetter, limit, cursor)


def dead_letters_count(connection: Connection, sought: Sought) -> int:
    query = _filtered(select(func.count()).select_from(REJECTED), sought)
    return int(connection.execute(query).scalar_one())


def letter_kinds(connection: Connection) -> list[LetterKind]:
    """The most frequent first."""
    key = (REJECTED.c.reason, REJECTED.c.topic, REJECTED.c.event_type, REJECTED.c.remedy)
    count = func.count().label("letters")
    query = select(*key, count).group_by(*key).order_by(count.desc(), *key)
    return records(connection, query, LetterKind)


def dead_letter(
    connection: Connection, topic: str, partition: int, offset: int
) -> tuple[DeadLetter, bytes | None] | None:
    """One with its bytes, by where it stood."""
    place = REJECTED.c.topic == topic, REJECTED.c.topic_partition == partition
    query = select(*columns_of(REJECTED, DeadLetter), REJECTED.c.value).where(
        *place, REJECTED.c.topic_offset == offset
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    told = dict(row._mapping)
    value = told.pop("value")
    return DeadLetter(**told), value


def _filtered(query: Select[Any], sought: Sought) -> Select[Any]:
    column = REJECTED.c
    for name in ("reason", "topic", "event_type", "remedy"):
        if wanted := getattr(sought, name):
            query = query.where(column[name] == wanted)
    if sought.size_min is not None:
        query = query.where(column.value_size >= sought.size_min)
    return query
