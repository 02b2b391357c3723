"""Pages of what was recorded, the latest first."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, tuple_

from consumers.questions.paging import Page, key_of, moment_of, page
from consumers.questions.records import records

T = TypeVar("T")


def latest_first(
    connection: Connection,
    query: Select[Any],
    key: tuple[ColumnElement[Any], ColumnElement[str]],
    record: type[T],
    limit: int,
    cursor: str | None,
) -> Page[T]:
    """`key`: when a row was recorded, and the id that tells equal moments apart; both are fields
    of the record. Raises NoCursor.
    """
    if cursor is not None:
        moment, name = key_of(cursor, 2)
        query = query.where(tuple_(*key) < tuple_(moment_of(moment), name))
    query = query.order_by(*(one.desc() for one in key)).limit(limit + 1)
    at, apart = (str(one.key) for one in key)
    rows = records(connection, query, record)
    return page(rows, limit, lambda one: (getattr(one, at).isoformat(), getattr(one, apart)))
