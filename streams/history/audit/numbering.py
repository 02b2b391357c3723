"""Which number each record of a candidate-log had, and how far its unit has come."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from schemas.codec import decode, name_of
from schemas.errors import ContractError
from schemas.events import MembershipRecorded, UnitPosition
from streams.engine.stage import Position, Record
from streams.history.audit.found import origin_of
from streams.history.audit.items import Longs
from streams.history.audit.plan import Cut
from streams.history.audit.shifts import Shift, shift_at, shifts_by
from streams.history.logs import LogReader, Place, places
from streams.history.refold import RECORDS_PER_STEP

LOG = "candidate-log"


def read_positions(reader: LogReader) -> Mapping[int, Position]:
    """How far each partition of the candidate-log was folded, as its unit says."""
    found: dict[int, Position] = {}
    for place in places(reader, "positions"):
        for chunk in reader.read(place):
            for record in chunk:
                said = _position(record)
                if said is not None:
                    found[said[0]] = said[1]
    return found


def _position(record: Record) -> tuple[int, Position] | None:
    if name_of(record.value or b"") != UnitPosition.__name__:
        return None
    try:
        said: UnitPosition = decode(record.value or b"")
        stage, topic, partition = said.unit.split("/")
    except (ContractError, ValueError):
        return None
    # The topic has the prefix of the system that wrote it, wherever the copy is read.
    if stage != "candidates" or not topic.endswith(LOG):
        return None
    return int(partition), Position(said.offset, said.count)


def read_shifts(reader: LogReader, partition: int, offsets: Longs) -> tuple[Shift, ...]:
    """Where a candidate-log lost or gained records, by the numbers that memberships carry."""
    witnesses: dict[int, int] = {}
    log = Place(LOG, partition)
    for place in places(reader, "pool-log"):
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
        if isinstance(said, MembershipRecorded):
            yield origin[1] + 1, said.position.count


def cuts_of(offsets: Longs, settled: int, end: int, shifts: Sequence[Shift]) -> tuple[Cut, ...]:
    """A candidate-log in steps up to the record before the offset `settled`, then one by one.

    What its memberships say does not depend on the cuts; which states were written does. One was at
    `settled`, where a unit stood; behind it any record may have been the last of a transaction.
    """
    first, last = (int(np.searchsorted(offsets, it)) for it in (settled, end))
    ends = {*range(RECORDS_PER_STEP, first, RECORDS_PER_STEP), first, *range(first + 1, last + 1)}
    ends |= {int(np.searchsorted(offsets, shift.offset, "right")) for shift in shifts}
    found: list[Cut] = []
    at = Position(0, 0)
    for index in sorted(one for one in ends if 0 < one <= last):
        offset = int(offsets[index - 1]) + 1
        after = Position(offset, index - shift_at(shifts, offset))
        found.append(Cut(index, at, after, -1))
        at = after
    return tuple(found)
