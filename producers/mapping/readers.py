"""How a field is read from a row: from a cell, a constant, a text of several, parts or records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from producers.mapping.cells import Convert, Unfit

Row = Mapping[str, str]


class Absent(Enum):
    """Stands for a field that the row says nothing of."""

    ABSENT = auto()


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with which columns, for which field."""

    columns: tuple[str, ...]
    field: str
    what: str
    remedy: str


class BadCells(Exception):
    """A row that cannot be the event, with all that is wrong."""

    def __init__(self, cells: Iterable[BadCell]) -> None:
        self.cells = tuple(cells)
        super().__init__("; ".join(f"{cell.field}: {cell.what}" for cell in self.cells))


class Reader(Protocol):
    """Reads one field."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def read(self, row: Row) -> Any:
        """The value, or ABSENT; raises BadCells."""


@dataclass(frozen=True, slots=True)
class Constant:
    """The same for each row."""

    value: Any
    columns: tuple[str, ...] = ()

    def read(self, row: Row) -> Any:
        return self.value


@dataclass(frozen=True, slots=True)
class Cell:
    """One column."""

    field: str
    column: str
    convert: Convert
    empty: Any = ABSENT
    """What an empty cell means."""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def read(self, row: Row) -> Any:
        if not row[self.column]:
            return self.empty
        try:
            return self.convert(row[self.column])
        except Unfit as error:
            raise _bad(self, self.field, error.what, error.remedy) from error


@dataclass(frozen=True, slots=True)
class Text:
    """Words and columns put together, such as an id; every column must be filled."""

    field: str
    pieces: tuple[tuple[str, str | None], ...]
    """Words, and the column that follows them."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for _, column in self.pieces if column)

    def read(self, row: Row) -> str:
        empty = [column for column in self.columns if not row[column]]
        if empty:
            raise _bad(self, self.field, f"{', '.join(empty)} is empty", "fill it in")
        return "".join(words + (row[column] if column else "") for words, column in self.pieces)


@dataclass(frozen=True, slots=True)
class Split:
    """A list in one cell, of which each entry may have several parts."""

    field: str
    column: str
    separator: str
    by: str | None
    parts: int
    each: Reader
    """Reads one entry; its columns are the parts `1`, `2`, ..."""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def read(self, row: Row) -> Any:
        entries = [entry.strip() for entry in row[self.column].split(self.separator)]
        found = tuple(self._entry(entry) for entry in entries if entry)
        return found or ABSENT

    def _entry(self, entry: str) -> Any:
        parts = [part.strip() for part in entry.split(self.by)] if self.by else [entry]
        if len(parts) != self.parts:
            what = f"{entry!r} has {len(parts)} parts, expected {self.parts}"
            raise _bad(self, self.field, what, "correct the entry")
        try:
            return self.each.read({str(number): part for number, part in enumerate(parts, 1)})
        except BadCells as error:
            cells = error.cells
            raise BadCells(
                BadCell(self.columns, cell.field, f"in {entry!r}: {cell.what}", cell.remedy)
                for cell in cells
            ) from error


@dataclass(frozen=True, slots=True)
class Entries:
    """A list whose entries stand in columns of their own; one with nothing in them is left out."""

    entries: tuple[Reader, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for entry in self.entries for column in entry.columns)

    def read(self, row: Row) -> Any:
        found = [value for entry in self.entries if (value := entry.read(row)) is not ABSENT]
        return tuple(found) or ABSENT


@dataclass(frozen=True, slots=True)
class Record:
    """Fields together; where no column of an optional one holds anything, it is absent."""

    field: str
    kind: type[Any]
    fields: Mapping[str, Reader]
    required: frozenset[str]
    optional: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for reader in self.fields.values() for column in reader.columns)

    def read(self, row: Row) -> Any:
        columns = self.columns
        if self.optional and columns and not any(row[column] for column in columns):
            return ABSENT
        values: dict[str, Any] = {}
        bad: list[BadCell] = []
        for name, reader in self.fields.items():
            try:
                value = reader.read(row)
            except BadCells as error:
                bad.extend(error.cells)
                continue
            if value is not ABSENT:
                values[name] = value
            elif name in self.required:
                where = f"{self.field}.{name}" if self.field else name
                bad.append(BadCell(reader.columns, where, "is empty", "fill it in"))
        if bad:
            raise BadCells(bad)
        return self.kind(**values)


def _bad(reader: Reader, field: str, what: str, remedy: str) -> BadCells:
    return BadCells((BadCell(reader.columns, field, what, remedy),))
