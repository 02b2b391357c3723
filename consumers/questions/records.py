"""Rows as frozen records whose fields are named like the columns."""

from typing import Any, TypeVar

from sqlalchemy import Connection, FromClause, Select

T = TypeVar("T")


def columns_of(source: FromClause, record: type[Any]) -> list[Any]:
    """The columns that a record has, in its order."""
    return [source.c[name] for name in record.__dataclass_fields__]


def records(connection: Connection, query: Select[Any], record: type[T]) -> list[T]:
    """Every row of a query that selects `columns_of` the record."""
    return [record(**row._mapping) for row in connection.execute(query)]
