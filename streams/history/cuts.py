"""Where a pool's transactions ended: a pool folds again only along the cuts that it made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.codec import decode
from schemas.events import PoolEvaluated
from streams.engine.stage import Position, Record
from streams.history.errors import BrokenMarks
from streams.history.logs import LogReader, Place


@dataclass(frozen=True, slots=True)
class Cut:
    """The records of one transaction, and the position before them."""

    records: Sequence[Record]
    start: Position

    @property
    def end(self) -> Position:
        return Position(self.records[-1].offset + 1, self.start.count + len(self.records))


def marks(reader: LogReader, partition: int) -> list[PoolEvaluated]:
    """Every mark of a pool, in order; raises BrokenMarks where they leave a gap."""
    found: list[PoolEvaluated] = []
    for chunk in reader.read(Place("evaluations", partition)):
        for record in chunk:
            mark: PoolEvaluated = decode(record.value or b"")
            reached = found[-1].to_count if found else 0
            if mark.from_count != reached:
                raise BrokenMarks(partition, reached, mark.from_count)
            found.append(mark)
    return found


def at_counts(chunks: Iterable[Sequence[Record]], counts: Iterable[int]) -> Iterator[Cut]:
    """Cuts a log, read from its beginning, after the records with these numbers (the first is 1).

    Ends with the last number, or where the log ends before it: then what is left is no cut.
    """
    source = iter(chunks)
    held: list[Record] = []
    start, done = Position(0, 0), 0
    for count in counts:
        while len(held) - done < count - start.count:
            chunk = next(source, None)
            if chunk is None:
                return
            held, done = [*held[done:], *chunk], 0
        records = held[done : done + count - start.count]
        done += len(records)
        cut = Cut(records, start)
        yield cut
        start = cut.end


def every(chunks: Iterable[Sequence[Record]], records_max: int) -> Iterator[Cut]:
    """Cuts a log, read from its beginning, wherever it is convenient."""
    start = Position(0, 0)
    for chunk in chunks:
        for index in range(0, len(chunk), records_max):
            cut = Cut(chunk[index : index + records_max], start)
            yield cut
            start = cut.end
