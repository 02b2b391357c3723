"""The marks on `evaluations`: where each transaction's cuts fell; the last one is the position."""

from dataclasses import dataclass

from schemas.codec import decode, encode
from schemas.events import PoolEvaluated
from streams.engine.stage import Fold, Output, Position, Record, UnitId
from streams.pool import DECISION_VERSION
from streams.pool.errors import UnexpectedRecord
from streams.pool.fold import PoolFold


@dataclass(frozen=True, slots=True)
class EvaluationLog:
    """A PositionLog: partition n of the topic has the marks of partition n of the pool-log."""

    topic: str
    """Full name of the topic."""

    def partition(self, unit: UnitId) -> int:
        return unit.partition

    def encode(self, unit: UnitId, before: Position, after: Position, fold: Fold) -> Output:
        if not isinstance(fold, PoolFold):
            raise TypeError(f"{type(fold).__name__} is no pool: its evaluations have no mark")
        mark = _mark(unit.partition, before, after, fold)
        return Output(self.topic, unit.partition, str(unit.partition).encode(), encode(mark))

    def decode(self, unit: UnitId, record: Record) -> Position | None:
        """The position after the transaction that left the mark."""
        if record.value is None:
            raise UnexpectedRecord("a record without a value", "evaluations")
        mark = decode(record.value)
        if not isinstance(mark, PoolEvaluated):
            raise UnexpectedRecord(type(mark).__name__, "evaluations")
        return Position(mark.to_offset, mark.to_count)


def _mark(partition: int, before: Position, after: Position, fold: PoolFold) -> PoolEvaluated:
    holdings, said = fold.pool.holdings, fold.last
    return PoolEvaluated(
        partition=partition,
        from_offset=before.offset,
        to_offset=after.offset,
        from_count=before.count,
        to_count=after.count,
        day=holdings.reference.day,
        rule_set=holdings.policy.used if holdings.policy else None,
        decision_version=DECISION_VERSION,
        vacancies_evaluated=said.vacancies_evaluated,
        proposals_emitted=len(said.proposals),
        roster_changes=len(said.roster),
    )
