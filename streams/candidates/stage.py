"""The candidates stage: a candidate-log partition in, memberships, standings and states out.

What one id of a person must tell another goes back into the candidate-log, to the partition of that
other id, in the same transaction. It is told only when a state has grown, and a state only grows:
so it comes to an end, after one record for each merge on the way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.events import LeadershipStanding, MembershipRecorded
from schemas.headers import origin
from schemas.partitioning import partition_of
from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.people import People, Told
from streams.candidates.recorded import LOG
from streams.engine.stage import (
    Fold,
    Headers,
    Output,
    Partition,
    Position,
    PositionLog,
    Record,
    Stage,
    UnitId,
)

CANDIDATE_LOG = TOPICS["candidate-log"]
POOL_LOG = TOPICS["pool-log"]
LEADERSHIP_LOG = TOPICS["leadership-log"]
STATE = TOPICS["candidates"]
KEYS_REMEMBERED_MAX = 1_000
"""Job groups, and the few people with several ids: to look one up costs less than to hash it."""


@dataclass(slots=True)
class CandidatesFold:
    """One partition's people, between the engine's records and its outputs."""

    people: People
    prefix: str

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        self.people.restore(records)

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        return [*self._told_by(records, start), *self._states()]

    def fold_again(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """As `fold`, without the state records: whoever goes through a log again writes none."""
        outputs = [*self._told_by(records, start)]
        self.people.settle()
        return outputs

    def _told_by(self, records: Sequence[Record], start: Position) -> Iterator[Output]:
        for count, record in enumerate(records, start.count + 1):
            yield from self._told(record, count)

    def _told(self, record: Record, count: int) -> Iterable[Output]:
        if record.value is None:
            raise UnexpectedRecord("a record without a value")
        told = self.people.fold(record.value, count, record.key)
        if not told:
            return ()
        headers = (origin(LOG, record.partition, record.offset),)
        return [self._output(it, headers) for it in told]

    def _output(self, told: Told, headers: Headers) -> Output:
        match told:
            case MembershipRecorded():
                log, key = POOL_LOG, told.job_group.encode()
            case LeadershipStanding():
                log, key = LEADERSHIP_LOG, told.candidate_id.encode()
            case _:
                log, key = CANDIDATE_LOG, told.candidate_id.encode()
        topic, partition = log.full_name(self.prefix), _partition(key, log.partitions)
        return Output(topic, partition, key, self.people.encode(told), headers)

    def _states(self) -> Iterable[Output]:
        topic, partition = STATE.full_name(self.prefix), self.people.partition
        return (Output(topic, partition, key, it) for key, it in self.people.take_changes())


@lru_cache(KEYS_REMEMBERED_MAX)
def _partition(key: bytes, partitions: int) -> int:
    return partition_of(key, partitions)


def candidates_stage(positions: PositionLog, prefix: str = DEFAULT_PREFIX) -> Stage:
    """The stage over every partition of the candidate-log."""

    def fold(unit: UnitId) -> Fold:
        return CandidatesFold(People(unit.partition), prefix)

    def state(unit: UnitId) -> Partition:
        # The state topic has as many partitions as the log: each is written by one unit alone.
        return Partition(STATE.full_name(prefix), unit.partition)

    return Stage("candidates", (prefix + LOG,), fold, state, positions)
