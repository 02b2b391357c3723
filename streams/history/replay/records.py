"""What a replay writes: a record, where it stands in history, and what it was made from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from schemas.topics import TOPICS
from streams.engine.stage import Headers, Record
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.replay.selection import Selection, Untold
from streams.history.replay.stretches import Stretch

RECORDS_PER_GROUP = 2_000
"""As many as the live worker writes at most in a transaction."""
REPLAYED = "pathways-replayed"
"""Header of what a replay wrote into a topic: `digest topic/partition/offset`, the digest of the
replay and the place of the record that it was made from."""


class Replayed(NamedTuple):
    """One record to write."""

    source: Place
    """The partition that was read: its own for a copy."""
    offset: int
    """There, of the record that this one is, or was made from; for what a transaction brings
    about, of its last record."""
    number: int
    """Among all that was made from the same record, from 0."""
    place: Place
    position: int | None
    """Its number in its own log; None where it has no lasting one."""
    timestamp: int
    """Milliseconds since the epoch, as the source's log has it."""
    key: bytes | None
    value: bytes | None
    headers: Headers

    @property
    def size(self) -> int:
        return len(self.key or b"") + len(self.value or b"")


class Point(NamedTuple):
    """The last record of a source that is written."""

    offset: int
    number: int


Done = Mapping[Place, Point]
"""How far an interrupted replay has come with each source."""
Group = Sequence[Replayed]
"""Records that are written together or not at all."""
Untellable = Callable[[Place], None]
"""Called for a record that cannot be read, so that it is left out."""


class Sink(Protocol):
    """Where a replay goes. Leaving it without `finish` keeps what can be gone on with."""

    def write(self, group: Group) -> None: ...

    def finish(self) -> None:
        """All is written: from now on it is the result."""


def copies(
    reader: LogReader,
    stretches: Sequence[Stretch],
    selection: Selection,
    done: Done,
    tell: Tell,
    untold: Untellable,
    *,
    originals: bool = False,
) -> Iterator[Group]:
    """What stands in the stretches, partition by partition; `originals`: what no replay wrote."""
    for stretch in stretches:
        place, lasting = stretch.place, TOPICS[stretch.place.topic].kept == "forever"
        after = done[place].offset if place in done else -1
        read = 0
        # Where records have lasting numbers, they are counted from the first.
        for chunk in reader.read(place, None if lasting else stretch.first, stretch.end):
            group = []
            for count, record in enumerate(chunk, read + 1):
                if record.offset < stretch.first or record.offset <= after:
                    continue
                if originals and any(name == REPLAYED for name, _ in record.headers):
                    continue
                if _chosen(selection, record, place, untold):
                    group.append(_copy(place, record, count if lasting else None))
            read += len(chunk)
            tell(str(place), read)
            for index in range(0, len(group), RECORDS_PER_GROUP):
                yield group[index : index + RECORDS_PER_GROUP]


def _chosen(selection: Selection, record: Record, place: Place, untold: Untellable) -> bool:
    try:
        return selection.takes(record.key, record.value)
    except Untold:
        untold(place)
        return False


def _copy(place: Place, record: Record, count: int | None) -> Replayed:
    return Replayed(
        place, record.offset, 0, place, count,
        record.timestamp, record.key, record.value, tuple(record.headers),
    )  # fmt: skip
