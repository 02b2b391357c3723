"""The cuts that follow from the marks of a pool, as far as they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from streams.engine.stage import Position
from streams.history.audit.items import Longs
from streams.history.audit.marks import Marks
from streams.history.audit.order import out_of_order
from streams.history.audit.shifts import Shift, follows_a_record, shift_at, shifts_by


@dataclass(frozen=True, slots=True)
class Cut:
    """One transaction of a pool: up to which record it went, and by which mark."""

    end: int
    """How many records of the log as it stands are folded by then."""
    before: Position
    after: Position
    mark: int
    """The row of its mark, or -1 where none says so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a pool is folded again, and what was wrong with its marks."""

    cuts: tuple[Cut, ...]
    shifts: tuple[Shift, ...]
    unusable: tuple[int, ...]
    """Rows of marks that fit neither the log nor each other."""
    displaced: tuple[int, ...]
    """Rows of marks that stand before an earlier one."""


def plan(marks: Marks, offsets: Longs, origins: Longs) -> Plan:
    """Cuts where the marks say, as far as they agree with the log.

    A mark that does not, and one that is not there, leave a gap. `origins` are the offsets of the
    records that something found says it came of, ascending: each of them ended a transaction, and
    so they tell where to cut a gap, and whether the marks end too early.
    """
    known = np.flatnonzero(marks.to_count >= 0)
    displaced = [int(known[row]) for row in out_of_order(marks.from_count[known])]
    known = known[np.lexsort((known, marks.from_count[known]))]
    shifts = _shifts(marks, known, offsets)
    chain = _Chain(offsets, shifts, origins)
    usable = [int(row) for row in known if chain.fits(marks, int(row))]
    for row in usable:
        chain.take(marks, row)
    chain.close()
    used = {cut.mark for cut in chain.cuts} | chain.emptied
    unusable = sorted(set(range(len(marks))) - used)
    return Plan(tuple(chain.cuts), tuple(shifts), tuple(unusable), tuple(displaced))


def _shifts(marks: Marks, known: Longs, offsets: Longs) -> list[Shift]:
    """Where the log lost or gained records, by what the marks counted.

    Both ends of each mark say which number the record at an offset has. One that says otherwise
    than its neighbours is wrong itself; from two on it is the log.
    """
    ends = np.stack((marks.from_offset[known], marks.to_offset[known]), 1).ravel()
    counts = np.stack((marks.from_count[known], marks.to_count[known]), 1).ravel()
    return shifts_by(ends, counts, offsets)


class _Chain:
    """Cuts put together one behind the other."""

    def __init__(self, offsets: Longs, shifts: Sequence[Shift], origins: Longs) -> None:
        self._offsets, self._shifts, self._origins = offsets, shifts, origins
        self._at = Position(int(offsets[0]) if len(offsets) else 0, 0)
        self._index = 0
        self.cuts: list[Cut] = []
        self.emptied: set[int] = set()
        """Rows of marks over records of which none is left."""

    def fits(self, marks: Marks, row: int) -> bool:
        """Whether the offsets and the counts of a mark name the same records of the log."""
        start, end = int(marks.from_offset[row]), int(marks.to_offset[row])
        return (
            start < end
            and self._number(start) == marks.from_count[row]
            and self._number(end) == marks.to_count[row]
            and self._ends_at_a_record(end)
        )

    def take(self, marks: Marks, row: int) -> None:
        before = Position(int(marks.from_offset[row]), int(marks.from_count[row]))
        after = Position(int(marks.to_offset[row]), int(marks.to_count[row]))
        if before.count < self._at.count:
            return
        if before.count > self._at.count:
            self._bridge(before)
        # Where a mark begins is told by the one before it; its own word is compared with that.
        self._cut(self._at if self.cuts else before, after, row)

    def close(self) -> None:
        """Go on behind the last mark for as long as something found says that it was decided."""
        if len(self._origins) and self._origins[-1] >= self._at.offset:
            end = int(self._origins[-1]) + 1
            self._bridge(Position(end, self._number(end)))

    def _bridge(self, to: Position) -> None:
        first, last = np.searchsorted(self._origins, (self._at.offset, to.offset - 1))
        for origin in self._origins[first:last].tolist():
            self._cut(self._at, Position(origin + 1, self._number(origin + 1)), -1)
        self._cut(self._at, to, -1)

    def _cut(self, before: Position, after: Position, mark: int) -> None:
        end = int(np.searchsorted(self._offsets, after.offset))
        if end > self._index:
            self.cuts.append(Cut(end, before, after, mark))
        else:
            self.emptied.add(mark)
        self._at, self._index = after, end

    def _number(self, offset: int) -> int:
        """How many records were counted before an offset."""
        index = int(np.searchsorted(self._offsets, offset))
        return index - shift_at(self._shifts, offset)

    def _ends_at_a_record(self, offset: int) -> bool:
        """A record that was taken away may be the last one of a cut: then the numbers tell."""
        return follows_a_record(self._offsets, offset) or bool(self._shifts)
