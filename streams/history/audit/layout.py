"""How each log is to be folded again: its records as they stand, and where to cut them."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from streams.engine.stage import Position
from streams.history.audit.decided import Refold
from streams.history.audit.found import STATE_OF, Found
from streams.history.audit.items import Longs
from streams.history.audit.numbering import cuts_of, read_shifts
from streams.history.audit.plan import Cut, Plan, plan
from streams.history.audit.shifts import Shift, shift_at
from streams.history.audit.standing import Standing
from streams.history.logs import LogReader, Logs, Place
from streams.history.refold import POOL_LOG

_NONE: Longs = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class LogLayout:
    """One partition of a log."""

    place: Place
    offsets: Longs
    """Of its records, as far as they are needed."""
    cuts: tuple[Cut, ...]
    shifts: tuple[Shift, ...]
    settled: int
    """The offset up to which everything must be there that its records brought about."""
    said: Position
    """How far its unit says that it has folded."""
    seen: int
    """The offset behind the last of its records that something found says it came of."""
    plan: Plan | None = None
    """Of a pool."""

    def count_of(self, offset: int) -> int | None:
        """Which record of the log stands at an offset, as it was counted; None if none does."""
        index = int(np.searchsorted(self.offsets, offset))
        if index == len(self.offsets) or self.offsets[index] != offset:
            return None
        return index + 1 - shift_at(self.shifts, offset + 1)

    def count_from(self, offset: int) -> int:
        """Which record of the log is the first one from an offset on."""
        return int(np.searchsorted(self.offsets, offset)) + 1 - shift_at(self.shifts, offset)

    @property
    def waiting(self) -> int:
        """Records that no unit has folded."""
        return len(self.offsets) - (self.cuts[-1].end if self.cuts else 0)

    def task(self, logs: Logs) -> Refold:
        return Refold(logs, self.place, self.cuts)


def lay_out(
    logs: Logs, found: Sequence[Found], before: Standing, now: Standing
) -> Mapping[Place, LogLayout]:
    """Both moments are before and after the logs were looked at."""
    origins, held = _origins(found), _with_state(found)
    with logs.open() as reader:
        return {
            one.place: _laid_out(
                reader, one, origins.get(one.place, _NONE), before, now, held=one.place in held
            )
            for one in found
            if one.place in before.logs
        }


def _laid_out(
    reader: LogReader,
    log: Found,
    origins: Longs,
    before: Standing,
    now: Standing,
    *,
    held: bool,
) -> LogLayout:
    """`held`: whether the unit has kept any state, which must have come of something."""
    place = log.place
    settled, end = before.of(place), now.of(place)
    offsets = _extended(reader, log, end.offset)
    # A forged origin lies wherever its author likes; only one that is there tells of a fold.
    origins = np.intersect1d(origins, offsets)
    seen = int(origins[-1]) + 1 if len(origins) else 0
    if place.topic == POOL_LOG:
        made = plan(now.marks[place.partition], offsets, origins)
        return LogLayout(place, offsets, made.cuts, made.shifts, settled.offset, end, seen, made)
    if held and not seen and len(offsets):
        seen = int(offsets[0]) + 1
    counted = int(np.searchsorted(offsets, settled.offset)) == settled.count
    shifts = () if counted else read_shifts(reader, place, offsets)
    first, last = settled.offset, end.offset
    if last < seen:
        # The position is wrong. What is there must be right whatever record it came of.
        first, last = seen, int(offsets[-1]) + 1
    cuts = cuts_of(offsets, first, last, shifts)
    return LogLayout(place, offsets, cuts, shifts, first, end, seen)


def _with_state(found: Sequence[Found]) -> frozenset[Place]:
    """The logs whose units have kept something."""
    return frozenset(
        Place(STATE_OF[one.place.topic], one.place.partition)
        for one in found
        if one.place.topic in STATE_OF and one.ways
    )


def _origins(found: Sequence[Found]) -> Mapping[Place, Longs]:
    """The offsets that anything found names as its origin, by log."""
    named: dict[Place, list[Longs]] = defaultdict(list)
    for one in found:
        for source, items in one.ways.items():
            if source is not None and one.place.topic not in STATE_OF:
                named[source].append(np.unique(items.source))
    return {place: np.unique(np.concatenate(parts)) for place, parts in named.items()}


def _extended(reader: LogReader, log: Found, end: int) -> Longs:
    """The offsets that were found, and those that came before the stages stood at `end`."""
    start = int(log.offsets[-1]) + 1 if len(log.offsets) else 0
    if start >= end:
        return log.offsets
    new = array("q")
    for chunk in reader.read(log.place, start, end):
        new.extend(record.offset for record in chunk)
    return np.concatenate((log.offsets, np.frombuffer(new, np.int64)))
