"""A pool as it was after a record of its log: the live folds, cut where the worker cut."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.codec import name_of
from schemas.events import LogPosition, PoolEvaluated
from streams.engine.stage import Record
from streams.history.cuts import Cut, at_counts
from streams.history.errors import NoSuchPosition
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG
from streams.pool.holdings import Holdings
from streams.pool.opening import Opening
from streams.pool.pool import Pool

OfMany = frozenset({"MembershipRecorded", "CandidatesListed", "PostsToJudge"})
"""What most of a pool's log is; the rest is kept to be shown as evidence."""


@dataclass(frozen=True)
class PoolThen:
    """Only looked at: to fold on would need the cuts that follow."""

    holdings: Holdings
    position: LogPosition
    looked: bool
    """Whether the worker looked at this very point; otherwise it decided only some records later.
    """
    kept: Sequence[tuple[int, bytes]]
    """Number and value of the log's vacancies, decisions, reference facts and days."""
    decided_by: int | None = None
    """The decision version of the worker that looked there, where that is known."""

    @property
    def day(self) -> date | None:
        return self.holdings.reference.day


def pool_then(
    reader: LogReader, looks: Sequence[PoolEvaluated], partition: int, count: int, tell: Tell
) -> PoolThen:
    """Folds from the beginning to the record with that number; raises NoSuchPosition."""
    counts = [look.to_count for look in looks if look.to_count <= count]
    looked = bool(counts) and counts[-1] == count
    along = pool_along(reader, counts if looked else [*counts, count], partition, tell)
    last = deque(along, maxlen=1)
    if not last or last[0].position.count != count:
        held = f"{last[0].position.count if last else 0} records in whole looks"
        raise NoSuchPosition(Place(POOL_LOG, partition), f"record {count}", held)
    version = next(look.decision_version for look in looks if look.to_count >= count)
    return replace(last[0], looked=looked, decided_by=version)


def pool_along(
    reader: LogReader, counts: Iterable[int], partition: int, tell: Tell
) -> Iterator[PoolThen]:
    """The one pool as it is after each of these records: look at it before going on."""
    pool, kept = Pool(Opening()), list[tuple[int, bytes]]()
    place = Place(POOL_LOG, partition)
    for cut in at_counts(reader.read(place), counts):
        position = _fold(pool, cut, partition, kept)
        tell(str(place), position.count)
        yield PoolThen(pool.holdings, position, True, kept)


def _fold(pool: Pool, cut: Cut, partition: int, kept: list[tuple[int, bytes]]) -> LogPosition:
    # What the pool says is not encoded here: to say it again is the auditor's business.
    for count, record in enumerate(cut.records, cut.start.count + 1):
        value = record.value or b""
        pool.take(value)
        if name_of(value) not in OfMany:
            kept.append((count, value))
    position = LogPosition(log=POOL_LOG, partition=partition, count=cut.end.count)
    pool.evaluate(position)
    return position


def numbered(reader: LogReader, place: Place, tell: Tell) -> Iterator[tuple[int, Record]]:
    """Every record of a log, with its number; the first is 1."""
    count = 0
    for chunk in reader.read(place):
        yield from enumerate(chunk, count + 1)
        count += len(chunk)
        tell(str(place), count)
