"""The memberships of one profile as columns, one row each, written a batch at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.matching.ranking import Order, chance, merit
from streams.pool.cells import Cells, Interval, Levels
from streams.pool.row_facts import FACTS, GROUPS, RowFacts
from streams.rules.days import NO_DAY, UNSTATED
from streams.rules.ratings import NO_RATING
from streams.rules.rows import CLEARANCES, UNCOMMITTED, UNSAID, MoreHolds, RowNumbers, Rows

CHUNK_ROWS = 64 * 1024
"""Rows worked through at a time: what a rule computes stays in a processor's cache, and the cost of
its calls is spread over many rows."""
_FIRST_CAPACITY = 64
_GROWTH = 1.5

_FACT_KINDS = dict.fromkeys(FACTS, "i4") | {
    "rating": "i1",
    "departed": "i1",
    "performance": "i2",
    "origin": "i1",
    "appointment": "i2",
    "gender": "i1",
    "relatives": "i1",
    "managerial_months": "i2",
    "un_months": "i2",
    "mandate_months": "i2",
    "volunteer_months": "i2",
    "max_hardship": "i1",
    "non_family": "i1",
    **{f"{kind.lower()}_{end}": "u2" for kind in CLEARANCES for end in ("from", "until")},
}

_OTHER_COLUMNS: dict[str, tuple[str, int]] = {
    "counted": ("i8", -1),
    # What orders people.
    "merit": ("u8", 0),
    "chance": ("u8", 0),
    # Where they stand on the day, under the policy.
    "valid_until": ("i4", UNSTATED),
    "assessed": ("i1", 0),
    "incumbent": ("i1", 0),
    "suspended": ("?", 0),
    "held": ("?", 0),
    "committed": ("i4", UNCOMMITTED),
    "cleared": ("i1", 0),
    "cleared_until": ("i4", NO_DAY),
    "status": ("i1", 0),
    # What the roster last said.
    "version": ("i4", 0),
    "said_status": ("i1", 0),
    "said_rating": ("i1", NO_RATING),
    "said_bases": ("i1", 0),
    "said_from": ("i4", NO_DAY),
    "said_until": ("i4", NO_DAY),
}

_OF_THE_DAY = (
    *("assessed", "incumbent", "suspended", "held", "committed"),
    *("cleared", "cleared_until", "status"),
)
"""The columns that say where people stand on the day, under a policy that stays the same."""

_COLUMNS: dict[str, tuple[str, int]] = {
    **{name: (kind, 0) for name, kind in _FACT_KINDS.items()},
    **_OTHER_COLUMNS,
}
"""The kind of each column, and what a new row holds; facts are there before anybody reads them."""

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
        self.ends: list[Sequence[int]] = []
        """Where the parts of these records end, so far as that is known; see `Recorded`."""
        self._rows: dict[str, int] = {}
        self._columns = {name: np.empty(0, kind) for name, (kind, _) in _COLUMNS.items()}
        self._levels: dict[str, Column] = {}
        """For each competency that anybody was assessed in, the level shown; -1: not assessed."""
        self._written: set[int] = set()
        self._coded: Mapping[int, dict[int, Cells]] = defaultdict(dict)
        """What was written, by group of columns and row."""
        self._shown: dict[int, Levels] = {}
        self._fresh: list[int] = []
        self._several_holds: dict[int, list[Interval]] = {}
        self._more_holds: MoreHolds | None = None
        self._former: dict[str, set[int]] = {}
        self._former_ids: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self.candidate_ids)

    def __getitem__(self, name: str) -> Column:
        """A column as far as there are rows."""
        return self._columns[name][: len(self)]

    @property
    def row_bytes(self) -> int:
        """Bytes of one row in all columns."""
        columns = (*self._columns.values(), *self._levels.values())
        return sum(column.itemsize for column in columns)

    def row_of(self, candidate_id: str) -> int | None:
        return self._rows.get(candidate_id)

    def row_concerned(self, candidate_id: str) -> int | None:
        """The row that a statement about an id concerns: that of the id that stays.

        While the logs of two ids have yet to agree which of them stays, the first by id.
        """
        rows = self._former.get(candidate_id)
        return min(rows, key=self.candidate_ids.__getitem__) if rows else self.row_of(candidate_id)

    def counted(self, row: int) -> int:
        """The number of the row's record in the candidate-log."""
        return int(self._columns["counted"][row])

    def add(self, candidate_id: str) -> int:
        """A new row for a person."""
        row = self._rows[candidate_id] = len(self.candidate_ids)
        self.candidate_ids.append(candidate_id)
        self.recorded.append(b"")
        self.ends.append(())
        self._fresh.append(row)
        if row >= len(self._columns["counted"]):
            self._grow()
        return row

    def write(
        self, row: int, recorded: bytes, ends: Sequence[int], counted: int, facts: RowFacts
    ) -> None:
        """Note what is new of a row, of a new one everything; the columns have it after `flush`."""
        self.recorded[row], self.ends[row] = recorded, ends
        self._columns["counted"][row] = counted
        self._written.add(row)
        for group, coded in facts.coded.items():
            self._coded[group][row] = coded
        if facts.levels is not None:
            self._shown[row] = facts.levels
        if facts.holds is not None:
            self._note_holds(row, facts.holds)
        if facts.former_ids is not None:
            self._note_former_ids(row, facts.former_ids)

    def flush(self) -> RowNumbers:
        """Lay what was written into the columns; answers the rows, in ascending order."""
        rows = np.array(sorted(self._written), np.int64)
        if len(rows):
            for group, written in self._coded.items():
                cells = np.array(list(written.values()), np.int32)
                at = np.array(list(written), np.int64)
                for number, name in enumerate(GROUPS[group].columns):
                    self._columns[name][at] = cells[:, number]
            self._lay_levels()
            self._columns["merit"][rows] = merit(
                self["rating"][rows], self["due_rotation_on"][rows], self["member_since"][rows]
            )
            self._columns["chance"][self._fresh] = [
                chance(self.candidate_ids[row]) for row in self._fresh
            ]
            self._written, self._coded, self._shown = set(), defaultdict(dict), {}
            self._fresh = []
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

    def cells(self, rows: RowNumbers) -> list[bytes]:
        """Of each of some rows, all that rules, criteria and the order read of it."""
        names = (*_READ_BY_RULES, "merit")
        columns = [*(self._columns[name] for name in names), *self._levels.values()]
        side_by_side = [column[rows].reshape(-1, 1).view(np.uint8) for column in columns]
        return [row.tobytes() for row in np.hstack(side_by_side)]

    def rows(self, first: int, stop: int) -> Rows:
        """The columns that rules read, over rows `first` up to `stop`, without copying."""
        columns = self._columns
        return Rows(
            first=first,
            more_holds=self.more_holds.within(first, stop),
            levels={code: level[first:stop] for code, level in self._levels.items()},
            **{name: columns[name][first:stop] for name in _READ_BY_RULES},
        )

    def chunks(self) -> Iterator[Rows]:
        """All rows, a chunk at a time."""
        for first in range(0, len(self), CHUNK_ROWS):
            yield self.rows(first, min(first + CHUNK_ROWS, len(self)))

    def apart(self) -> "Table":
        """The same memberships, to be brought to another day while these stay as they are.

        It lives no longer than these stay unwritten.
        """
        other = Table(self.job_group, self.grade)
        own = {name: self._columns[name].copy() for name in _OF_THE_DAY}
        vars(other).update(vars(self), _columns=self._columns | own)
        return other

    def _note_holds(self, row: int, holds: list[Interval]) -> None:
        if len(holds) > 1:
            self._several_holds[row] = holds[1:]
            self._more_holds = None
        elif self._several_holds.pop(row, None):
            self._more_holds = None

    def _note_former_ids(self, row: int, former_ids: tuple[str, ...]) -> None:
        for former in self._former_ids.pop(row, ()):
            self._former[former].remove(row)
        if former_ids:
            self._former_ids[row] = former_ids
        for former in former_ids:
            self._former.setdefault(former, set()).add(row)

    def _lay_levels(self) -> None:
        shown: dict[str, list[tuple[int, int]]] = {}
        for row, levels in self._shown.items():
            for code, level in levels:
                shown.setdefault(code, []).append((row, level))
        capacity, rows = len(self._columns["counted"]), list(self._shown)
        for code in shown.keys() - self._levels.keys():
            self._levels[code] = np.full(capacity, UNSAID, np.int8)
        for code, column in self._levels.items():
            column[rows] = UNSAID
            for row, level in shown.get(code, ()):
                column[row] = level

    def _grow(self) -> None:
        capacity = max(_FIRST_CAPACITY, int(len(self) * _GROWTH))
        for name, (kind, fill) in _COLUMNS.items():
            self._columns[name] = _wider(self._columns[name], capacity, kind, fill)
        for code, column in self._levels.items():
            self._levels[code] = _wider(column, capacity, "i1", UNSAID)


def _wider(column: Column, capacity: int, kind: str, fill: int) -> Column:
    wider = np.full(capacity, fill, kind)
    wider[: len(column)] = column
    return wider


_READ_BY_RULES = tuple(name for name in _COLUMNS if name in {field.name for field in fields(Rows)})
