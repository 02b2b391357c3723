"""Where the records of a log are numbered otherwise than they stand there."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from streams.history.audit.items import Longs


class Shift(NamedTuple):
    """From an offset on, a log's records are numbered otherwise than they are counted there."""

    offset: int
    by: int
    """How many more records there are than the numbers say; below 0: fewer."""


def shifts_by(ends: Longs, counts: Longs, offsets: Longs) -> list[Shift]:
    """Witnesses, in order: that so many records lie before each offset."""
    by = np.searchsorted(offsets, ends) - counts
    found: list[Shift] = []
    current = 0
    for at in np.flatnonzero(np.diff(by, prepend=0)):
        last = at + 1 == len(by)
        again = follows_a_record(offsets, int(ends[at])) if last else by[at + 1] == by[at]
        if by[at] != current and again:
            current = int(by[at])
            found.append(Shift(int(ends[at - 1]) if at else 0, current))
    return found


def follows_a_record(offsets: Longs, offset: int) -> bool:
    index = int(np.searchsorted(offsets, offset))
    return index > 0 and int(offsets[index - 1]) + 1 == offset


def shift_at(shifts: Sequence[Shift], offset: int) -> int:
    """What holds just before an offset."""
    by = 0
    for shift in shifts:
        if shift.offset < offset:
            by = shift.by
    return by
