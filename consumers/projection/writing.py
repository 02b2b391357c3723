"""Many rows by one statement: values are made what the driver takes column by column."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table

from consumers.projection.rows import Row

Convert = Callable[[Any], Any]

_PLACES = {"sqlite": "qmark", "postgresql": "format"}
"""Placeholders by place, so that a row is a tuple and not a mapping."""


class Writing:
    """An insert of whole rows of a table, by the driver's own `executemany`."""

    def __init__(self, statement: Insert, table: Table, dialect: Dialect) -> None:
        names = [column.name for column in table.columns]
        by_place = type(dialect)(paramstyle=_PLACES[dialect.name])  # type: ignore[call-arg]
        self.sql = str(statement.compile(dialect=by_place, column_keys=names))
        # Without names left out, parameters have the order of the table's columns.
        self._pick = itemgetter(*names)
        self._converts = {
            place: (convert, column.name != "document")
            for place, column in enumerate(table.columns)
            if (convert := _converts(column.type, dialect))
        }

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        connection.exec_driver_sql(self.sql, self.parameters(rows))

    def parameters(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        columns: list[Sequence[Any]] = list(zip(*map(self._pick, rows), strict=True))
        for place, (convert, repeats) in self._converts.items():
            columns[place] = _converted(columns[place], convert, repeats=repeats)
        return list(zip(*columns, strict=True))


def _converts(kind: Any, dialect: Dialect) -> Convert | None:
    """What SQLAlchemy would do to each value of the type before the driver gets it."""
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _converted(values: Sequence[Any], convert: Convert, *, repeats: bool) -> Sequence[Any]:
    """Days, moments and lists of events repeat within a batch; whole documents do not."""
    if not repeats:
        return list(map(convert, values))
    known: Mapping[Any, Any] = {value: convert(value) for value in set(values)}
    return [known[value] for value in values]


def without_nul(rows: Sequence[Row]) -> list[Row]:
    """The same rows in texts that PostgreSQL takes: U+FFFD stands for a NUL, which it never takes.

    In `document`, JSON spells it as an escape.
    """
    return [{name: _told(value) for name, value in row.items()} for row in rows]


def _told(value: Any) -> Any:
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
