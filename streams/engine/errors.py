"""What can go wrong in a unit.

EngineError
├── NotOurs              the partition is assigned to another worker
├── RestoreIncomplete    the bound of a restore was not reached
├── NotYet               a fold waits for something outside; raised by folds
└── Poison               fails again at the same place, however often it is tried
    ├── FoldFailed       the fold raised at one record, or within a range of records
    ├── OutputRefused    a record that the fold wants written cannot be written
    ├── StateRefused     the fold does not accept its own state, or its position cannot be read
    └── PositionOutOfLog the position lies outside the input log
"""

from streams.engine.stage import Partition, Position


class EngineError(Exception):
    """Something failed in a unit."""


class NotOurs(EngineError):
    """The partition is assigned to another worker."""

    def __init__(self, partition: Partition) -> None:
        super().__init__(f"{partition} is not assigned to this worker")
        self.partition = partition


class RestoreIncomplete(EngineError):
    """The bound of a restore was not reached."""

    def __init__(self, partition: Partition, reached: int, bound: int) -> None:
        super().__init__(
            f"reading {partition} stood still at offset {reached} before its end {bound}: "
            "an open transaction of another writer, or a broker that does not answer"
        )
        self.partition, self.reached, self.bound = partition, reached, bound


class NotYet(EngineError):
    """A fold cannot go on before something outside answers; its records may all be good.

    Folds raise it. The unit tries again with growing pauses, for as long as it takes.
    """


class Poison(EngineError):
    """Fails again at the same place, however often it is tried."""

    def __init__(self, where: Partition, start: Position, end: Position, cause: str) -> None:
        records = end.count - start.count
        place = f"{where} at offset {start.offset}"
        span = "" if records <= 1 else f", somewhere in {records} records"
        super().__init__(f"{place}{span}: {cause}")
        self.where, self.start, self.end, self.cause = where, start, end, cause

    @property
    def is_one_record(self) -> bool:
        return self.end.count - self.start.count <= 1


class FoldFailed(Poison):
    """The fold raised at one record, or within a range of records."""


class OutputRefused(Poison):
    """A record that the fold wants written cannot be written."""


class StateRefused(Poison):
    """The fold does not accept its own state, or the unit's position cannot be read."""


class PositionOutOfLog(Poison):
    """The position lies outside the input log."""
