"""The marks of a pool as rows of numbers."""

from array import array
from typing import NamedTuple

import numpy as np

from schemas.codec import decode
from schemas.errors import ContractError
from schemas.events import PoolEvaluated
from streams.engine.stage import Position
from streams.history.audit.items import Items, ItemsMaker, Longs, hashed, joined_items
from streams.history.logs import LogReader, Place

_FIELDS = 5


class Marks(NamedTuple):
    """Every record of a partition of `evaluations`, in order, some 90 bytes each."""

    items: Items
    from_offset: Longs
    to_offset: Longs
    from_count: Longs
    to_count: Longs
    """-1, as the other three, where the record is no mark of this partition."""
    version: Longs

    def __len__(self) -> int:
        return len(self.items)

    @property
    def end(self) -> Position:
        """Where the last mark that can be read ends."""
        known = np.flatnonzero(self.to_count >= 0)
        if not len(known):
            return Position(0, 0)
        last = known[np.argmax(self.to_count[known])]
        return Position(int(self.to_offset[last]), int(self.to_count[last]))


def read_marks(reader: LogReader, partition: int, after: Marks | None = None) -> Marks:
    """All marks of a pool; or those known `after` with what has come since."""
    place = Place("evaluations", partition)
    start = None if after is None or not len(after) else int(after.items.at[-1]) + 1
    maker, rows = ItemsMaker(), array("q")
    for chunk in reader.read(place, start):
        for record in chunk:
            maker.add(record.offset, -1, hashed(record.key, record.value, record.headers))
            rows.extend(_row(record.value, partition))
    columns = np.frombuffer(rows, np.int64).reshape(-1, _FIELDS)
    new = Marks(maker.items(), *(np.ascontiguousarray(one) for one in columns.T))
    return new if after is None else joined(after, new)


def joined(first: Marks, second: Marks) -> Marks:
    items = joined_items(first.items, second.items)
    columns = zip(first[1:], second[1:], strict=True)
    return Marks(items, *(np.concatenate(pair) for pair in columns))


def _row(value: bytes | None, partition: int) -> tuple[int, ...]:
    try:
        mark = decode(value or b"")
    except ContractError:
        return (-1,) * _FIELDS
    if not isinstance(mark, PoolEvaluated) or mark.partition != partition:
        return (-1,) * _FIELDS
    return (
        mark.from_offset,
        mark.to_offset,
        mark.from_count,
        mark.to_count,
        mark.decision_version,
    )
