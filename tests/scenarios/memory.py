"""The three stages over logs in memory, folded as the engine folds them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from producers.prepared import record_of
from schemas.codec import decode
from schemas.framing import NoIds
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.engine.stage import Fold, Output, Partition, Position, UnitId
from streams.topology import stages
from tests.scenarios.line import Line

PREFIX = "memory."
PUBLIC = ("roster", "proposals", "slates", "nominations", "rejected")
STEPS_MAX = 20_000
"""Far more than any story needs: more of them are a loop between the stages."""


class Unit:
    """One stage over one partition, and how far it has read."""

    def __init__(self, rank: int, name: UnitId, fold: Fold) -> None:
        self.rank, self.name, self.fold = rank, name, fold
        self.read = 0


class Memory:
    """All topics and units; what is published moves on when `settle` is called."""

    def __init__(self) -> None:
        self.logs: dict[Partition, list[Line]] = defaultdict(list)
        self.units = list(_units())
        self.spoken: list[Any] = []
        """Every public event, in the order of its writing."""

    def publish(self, events: Iterable[Any]) -> None:
        for event in events:
            record = record_of(event)
            topic = TOPICS[record.topic]
            number = partition_of(record.key, topic.partitions)
            full_name = topic.full_name(PREFIX)
            self._append(Output(full_name, number, record.key, record.value, record.headers))

    def settle(self, together: bool) -> None:
        """Until nothing is left to fold: one record a transaction, or all that waits in one."""
        for _ in range(STEPS_MAX):
            waiting = [unit for unit in self.units if self._waits(unit)]
            if not waiting:
                return
            # The last stage first follows one record to its end; the first stage first lets all
            # that was published arrive at the pool before that looks at any of it.
            unit = (min if together else max)(waiting, key=lambda one: one.rank)
            self._step(unit, None if together else 1)
        raise RuntimeError("the stages answer one another without end")

    def _waits(self, unit: Unit) -> bool:
        return unit.read < len(self.logs[unit.name.input])

    def _step(self, unit: Unit, most: int | None) -> None:
        until = None if most is None else unit.read + most
        records = self.logs[unit.name.input][unit.read : until]
        start = Position(offset=unit.read, count=unit.read)
        unit.read += len(records)
        for output in unit.fold.fold(records, start):
            self._append(output)

    def _append(self, output: Output) -> None:
        log = self.logs[Partition(output.topic, output.partition)]
        place = output.topic, output.partition, len(log)
        log.append(Line(*place, output.key, output.value, output.headers))
        if output.topic.removeprefix(PREFIX) in PUBLIC and output.value is not None:
            self.spoken.append(decode(output.value))


def _units() -> Iterator[Unit]:
    for rank, stage in enumerate(stages(PREFIX, NoIds())):
        for full_name in stage.inputs:
            for number in range(TOPICS[full_name.removeprefix(PREFIX)].partitions):
                name = UnitId(stage.name, full_name, number)
                yield Unit(rank, name, stage.fold(name))
