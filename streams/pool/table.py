"""The memberships of one profile as columns, one row each, written a batch at a time."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.matching.ranking import Order, chance, merit
from streams.pool.cells import FACTS, Cells, Interval
from streams.rules.days import NO_DAY, UNSTATED
from streams.rules.ratings import NO_RATING
from streams.rules.rows import UNCOMMITTED, MoreHolds, RowNumbers, Rows

CHUNK_ROWS = 16 * 1024
"""Rows worked through at a time: their columns stay in a processor's cache."""
_FIRST_CAPACITY = 64
_GROWTH = 1.5

_COLUMNS: dict[str, tuple[str, int]] = {
    # The facts, as they were recorded.
    "counted": ("i8", -1),
    "rating": ("i1", NO_RATING),
    "completed_on": ("i4", NO_DAY),
    "member_since": ("i4", NO_DAY),
    "starts_on": ("i4", NO_DAY),
    "ends_on": ("i4", NO_DAY),
    "due_rotation_on": ("i4", NO_DAY),
    "performance": ("i4", -1),
    "available_from": ("i4", NO_DAY),
    "notice_days": ("i4", 0),
    "confirmed_on": ("i4", NO_DAY),
    "held_from": ("i4", NO_DAY),
    "held_until": ("i4", NO_DAY),
    "committed": ("i4", UNCOMMITTED),
    # What orders people.
    "merit": ("u8", 0),
    "chance": ("u8", 0),
    # Where they stand on the day, under the policy.
    "valid_until": ("i4", UNSTATED),
    "assessed": ("i1", 0),
    "incumbent": ("i1", 0),
    "held": ("?", 0),
    "status": ("i1", 0),
    # What the roster last said.
    "version": ("i4", 0),
    "said_status": ("i1", 0),
    "said_rating": ("i1", NO_RATING),
    "said_bases": ("i1", 0),
    "said_from": ("i4", NO_DAY),
    "said_until": ("i4", NO_DAY),
}

Column = NDArray[Any]
Part = slice | RowNumbers


class Published(NamedTuple):
    """What the roster last said of a membership, in codes."""

    version: int
    status: int
    rating: int
    bases: int
    valid_from: int
    valid_until: int


SAID = ("version", "said_status", "said_rating", "said_bases", "said_from", "said_until")
"""The columns of `Published`, in its order."""


class Table:
    """Rows are numbered by arrival: nothing that leaves the pool may depend on a row's number."""

    def __init__(self, job_group: str, grade: str) -> None:
        self.job_group, self.grade = job_group, grade
        self.candidate_ids: list[str] = []
        self.recorded: list[bytes] = []
        """The record that each row was made from, framed as it came: the evidence."""
        self._rows: dict[str, int] = {}
        self._columns = {name: np.empty(0, kind) for name, (kind, _) in _COLUMNS.items()}
        self._written: dict[int, Cells] = {}
        self._fresh: list[int] = []
        self._several_holds: dict[int, list[Interval]] = {}
        self._more_holds: MoreHolds | None = None

    def __len__(self) -> int:
        return len(self.candidate_ids)

    def __getitem__(self, name: str) -> Column:
        """A column as far as there are rows."""
        return self._columns[name][: len(self)]

    @property
    def row_bytes(self) -> int:
        """Bytes of one row in all columns."""
        return sum(column.itemsize for column in self._columns.values())

    def row_of(self, candidate_id: str) -> int | None:
        return self._rows.get(candidate_id)

    def counted(self, row: int) -> int:
        """The number of the row's record in the candidate-log."""
        return int(self._columns["counted"][row])

    def add(self, candidate_id: str) -> int:
        """A new row for a person."""
        row = self._rows[candidate_id] = len(self.candidate_ids)
        self.candidate_ids.append(candidate_id)
        self.recorded.append(b"")
        self._fresh.append(row)
        if row >= len(self._columns["counted"]):
            self._grow()
        return row

    def write(
        self, row: int, recorded: bytes, counted: int, cells: Cells, holds: list[Interval]
    ) -> None:
        """Note a row's facts; the columns have them after `flush`."""
        self.recorded[row] = recorded
        self._columns["counted"][row] = counted
        self._written[row] = cells
        if len(holds) > 1:
            self._several_holds[row] = holds[1:]
            self._more_holds = None
        elif self._several_holds.pop(row, None):
            self._more_holds = None

    def flush(self) -> RowNumbers:
        """Lay what was written into the columns; answers the rows, in ascending order."""
        rows = np.array(sorted(self._written), np.int64)
        if len(rows):
            cells = np.array([self._written[row] for row in rows.tolist()], np.int32)
            for number, name in enumerate(FACTS):
                self._columns[name][rows] = cells[:, number]
            self._columns["merit"][rows] = merit(
                self["rating"][rows], self["due_rotation_on"][rows], self["member_since"][rows]
            )
            self._columns["chance"][self._fresh] = [
                chance(self.candidate_ids[row]) for row in self._fresh
            ]
            self._written, self._fresh = {}, []
        return rows

    def publish(self, rows: RowNumbers, said: Iterable[Published]) -> None:
        """Note what the roster says now of some rows."""
        values = np.array(list(said), np.int32).reshape(len(rows), len(SAID))
        for number, name in enumerate(SAID):
            self._columns[name][rows] = values[:, number]

    def published(self, rows: RowNumbers) -> list[Published]:
        """What the roster last said of some rows."""
        columns = [self._columns[name][rows].tolist() for name in SAID]
        return [Published(*said) for said in zip(*columns, strict=True)]

    @property
    def order(self) -> Order:
        return Order(self["merit"], self["chance"], self.candidate_ids)

    @property
    def more_holds(self) -> MoreHolds:
        if self._more_holds is None:
            found = [(row, *hold) for row, holds in self._several_holds.items() for hold in holds]
            several = np.array(sorted(found), np.int64).reshape(len(found), 3)
            days = several[:, 1:].astype(np.int32)
            self._more_holds = MoreHolds(several[:, 0], days[:, 0], days[:, 1])
        return self._more_holds

    def rows(self, first: int, stop: int) -> Rows:
        """The columns that rules read, over rows `first` up to `stop`, without copying."""
        columns = self._columns
        return Rows(
            first=first,
            more_holds=self.more_holds.within(first, stop),
            **{name: columns[name][first:stop] for name in _READ_BY_RULES},
        )

    def chunks(self) -> Iterator[Rows]:
        """All rows, a chunk at a time."""
        for first in range(0, len(self), CHUNK_ROWS):
            yield self.rows(first, min(first + CHUNK_ROWS, len(self)))

    def _grow(self) -> None:
        capacity = max(_FIRST_CAPACITY, int(len(self) * _GROWTH))
        for name, (kind, fill) in _COLUMNS.items():
            wider = np.full(capacity, fill, kind)
            column = self._columns[name]
            wider[: len(column)] = column
            self._columns[name] = wider


_READ_BY_RULES = (
    "rating",
    "assessed",
    "incumbent",
    "valid_until",
    "ends_on",
    "available_from",
    "notice_days",
    "held",
    "held_from",
    "held_until",
    "committed",
)
