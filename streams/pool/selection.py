"""Some rows of a table side by side, numbered anew, as rules and criteria read them."""

from dataclasses import fields, replace
from functools import cached_property

import numpy as np

from streams.pool.people import ReadMembership
from streams.pool.table import Table
from streams.rules.person import Person
from streams.rules.rows import MoreHolds, RowNumbers, Rows

_APART = ("first", "more_holds", "levels")
"""The fields of `Rows` that are no single column."""
_COLUMNS = tuple(field.name for field in fields(Rows) if field.name not in _APART)


class Selection:
    """Rows are copied once; whoever is asked about few people does not walk through all."""

    def __init__(self, table: Table, numbers: RowNumbers, read: ReadMembership) -> None:
        """`numbers`: ascending, each once."""
        self._table, self._numbers, self._read = table, numbers, read

    @cached_property
    def rows(self) -> Rows:
        return picked(self._table.rows(0, len(self._table)), self._numbers)

    def row_concerned(self, candidate_id: str) -> int | None:
        """As the table answers, in the numbers of the selection; None for who is not in it."""
        row = self._table.row_concerned(candidate_id)
        return None if row is None else self._places.get(row)

    def person(self, place: int) -> Person:
        facts = self._read(self._table.recorded[self._numbers[place]])
        alone = picked(self.rows, np.array([place], np.int64))
        return Person(facts, replace(alone, first=place))

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row: place for place, row in enumerate(self._numbers.tolist())}


def picked(rows: Rows, numbers: RowNumbers) -> Rows:
    """Copies of some rows, the first of them number 0; `numbers` ascending, each once."""
    return Rows(
        first=0,
        more_holds=_holds_of(rows.more_holds, numbers),
        levels={code: level.take(numbers) for code, level in rows.levels.items()},
        **{name: getattr(rows, name).take(numbers) for name in _COLUMNS},
    )


def _holds_of(holds: MoreHolds, numbers: RowNumbers) -> MoreHolds:
    if not len(holds.row) or not len(numbers):
        return MoreHolds(holds.row[:0], holds.held_from[:0], holds.held_until[:0])
    place = np.searchsorted(numbers, holds.row)
    there = numbers.take(place, mode="clip") == holds.row
    return MoreHolds(place[there], holds.held_from[there], holds.held_until[there])
