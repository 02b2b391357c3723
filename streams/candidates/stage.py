"""The candidates stage: a candidate-log partition in, memberships and changed states out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas import codec
from schemas.events import MembershipRecorded
from schemas.headers import origin
from schemas.partitioning import partition_of
from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.people import People
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

POOL_LOG = TOPICS["pool-log"]
STATE = TOPICS["candidates"]
JOB_GROUPS_REMEMBERED_MAX = 1_000


@dataclass(slots=True)
class CandidatesFold:
    """One partition's people, between the engine's records and its outputs."""

    people: People
    prefix: str

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        self.people.restore(records)

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        outputs: list[Output] = []
        for count, record in enumerate(records, start.count + 1):
            outputs.extend(self._memberships(record, count))
        outputs.extend(self._states())
        return outputs

    def _memberships(self, record: Record, count: int) -> Iterable[Output]:
        if record.value is None:
            raise UnexpectedRecord("a record without a value")
        recorded = self.people.fold(record.value, count)
        if not recorded:
            return ()
        headers = (origin(LOG, record.partition, record.offset),)
        return [self._membership(it, headers) for it in recorded]

    def _membership(self, recorded: MembershipRecorded, headers: Headers) -> Output:
        key = recorded.job_group.encode()
        partition = _pool_partition(key)
        topic = POOL_LOG.full_name(self.prefix)
        return Output(topic, partition, key, codec.encode(recorded), headers)

    def _states(self) -> Iterable[Output]:
        topic, partition = STATE.full_name(self.prefix), self.people.partition
        return (Output(topic, partition, key, it) for key, it in self.people.take_changes())


@lru_cache(JOB_GROUPS_REMEMBERED_MAX)
def _pool_partition(job_group: bytes) -> int:
    return partition_of(job_group, POOL_LOG.partitions)


def candidates_stage(positions: PositionLog, prefix: str = DEFAULT_PREFIX) -> Stage:
    """The stage over every partition of the candidate-log."""

    def fold(unit: UnitId) -> Fold:
        return CandidatesFold(People(unit.partition), prefix)

    def state(unit: UnitId) -> Partition:
        # The state topic has as many partitions as the log: each is written by one unit alone.
        return Partition(STATE.full_name(prefix), unit.partition)

    return Stage("candidates", (prefix + LOG,), fold, state, positions)
