"""Which number each record of a log without marks had, and how far its unit has come."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from schemas.codec import decode, name_of
from schemas.errors import ContractError
from schemas.events import UnitPosition
from streams.engine.stage import Position, Record
from streams.history.audit.found import origin_of
from streams.history.audit.items import Longs
from streams.history.audit.plan import Cut
from streams.history.audit.shifts import Shift, shift_at, shifts_by
from streams.history.logs import LogReader, Place, places
from streams.history.refold import (
    CANDIDATE_LOG,
    EXERCISE_LOG,
    LEADERSHIP_LOG,
    POOL_LOG,
    RECORDS_PER_STEP,
)

STAGES: Mapping[str, str] = {
    CANDIDATE_LOG: "candidates",
    EXERCISE_LOG: "exercise",
    LEADERSHIP_LOG: "leadership",
}
"""Who folds each log that has no marks."""
_WITNESSES: Mapping[str, tuple[str, ...]] = {
    CANDIDATE_LOG: (POOL_LOG, LEADERSHIP_LOG),
    EXERCISE_LOG: ("slates",),
    LEADERSHIP_LOG: ("nominations",),
}
"""Where records stand that say which number the one has that they came of."""


def read_positions(reader: LogReader) -> Mapping[Place, Position]:
    """How far each partition of these logs was folded, as its unit says."""
    found: dict[Place, Position] = {}
    for place in places(reader, "positions"):
        for chunk in reader.read(place):
            for record in chunk:
                said = _position(record)
                if said is not None:
                    found[said[0]] = said[1]
    return found


def _position(record: Record) -> tuple[Place, Position] | None:
    if name_of(record.value or b"") != UnitPosition.__name__:
        return None
    try:
        said: UnitPosition = decode(record.value or b"")
        stage, topic, partition = said.unit.split("/")
    except (ContractError, ValueError):
        return None
    # The topic has the prefix of the system that wrote it, wherever the copy is read.
    log = next((one for one, by in STAGES.items() if by == stage and topic.endswith(one)), None)
    return None if log is None else (Place(log, int(partition)), Position(said.offset, said.count))


def read_shifts(reader: LogReader, log: Place, offsets: Longs) -> tuple[Shift, ...]:
    """Where a log lost or gained records, by the numbers that what came of it carries."""
    witnesses: dict[int, int] = {}
    for topic in _WITNESSES[log.topic]:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                witnesses.update(_witnesses(chunk, log))
    ends = np.array(sorted(witnesses), np.int64)
    counts = np.array([witnesses[end] for end in ends.tolist()], np.int64)
    return tuple(shifts_by(ends, counts, offsets))


def _witnesses(chunk: Sequence[Record], log: Place) -> Iterable[tuple[int, int]]:
    """How many records were counted up to the offset behind the one that is the origin."""
    for record in chunk:
        origin = origin_of(record.headers)
        if origin is None or origin[0] != log or record.value is None:
            continue
        try:
            said = decode(record.value)
        except ContractError:
            continue
        count = _number_in(log, said)
        if count is not None:
            yield origin[1] + 1, count


def _number_in(log: Place, said: Any) -> int | None:
    """Of the record of the log that something came of, by its own words."""
    named = (*getattr(said, "positions", ()), getattr(said, "position", None))
    return next((it.count for it in named if it and (it.log, it.partition) == log), None)


def cuts_of(offsets: Longs, settled: int, end: int, shifts: Sequence[Shift]) -> tuple[Cut, ...]:
    """A log without marks in steps up to the record before the offset `settled`, then one by one.

    What came of it does not depend on the cuts; which states were written does. One was at
    `settled`, where a unit stood; behind it any record may have been the last of a transaction.
    """
    first, last = (int(np.searchsorted(offsets, it)) for it in (settled, end))
    ends = {*range(RECORDS_PER_STEP, first, RECORDS_PER_STEP), first, *range(first + 1, last + 1)}
    ends |= {int(np.searchsorted(offsets, shift.offset)) for shift in shifts}
    found: list[Cut] = []
    at = Position(0, 0)
    for index in sorted(one for one in ends if 0 < one <= last):
        offset = int(offsets[index - 1]) + 1
        after = Position(offset, index - shift_at(shifts, offset))
        found.append(Cut(index, at, after, -1))
        at = after
    return tuple(found)
