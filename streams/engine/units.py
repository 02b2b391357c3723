"""All units of a worker: one tenure for each partition that the group assigns to it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from streams.engine.batch import Batch
from streams.engine.clients import Clients
from streams.engine.health import HealthLog
from streams.engine.metrics import Metrics
from streams.engine.offsets import LogOffsets
from streams.engine.stage import Partition, Position, Stage, UnitId
from streams.engine.tenure import Membership, Tenure
from streams.engine.unit import Feed, Surroundings


class Consumer(Feed, Membership, Protocol):
    """What the units need of the transport's consumer."""


def stage_by_topic(stages: Iterable[Stage]) -> Mapping[str, Stage]:
    """Raises ValueError if two stages read the same topic: a partition has one unit."""
    stage_of: dict[str, Stage] = {}
    for stage in stages:
        for topic in stage.inputs:
            if topic in stage_of:
                raise ValueError(
                    f"the stages {stage_of[topic].name} and {stage.name} both read {topic}: "
                    "run them in apps with groups of their own"
                )
            stage_of[topic] = stage
    return stage_of


class Units:
    """Starts and ends tenures; never waits for one of them in the way of another."""

    def __init__(
        self, stages: Sequence[Stage], clients: Clients, health: HealthLog, metrics: Metrics
    ) -> None:
        self.stage_of = stage_by_topic(stages)
        self.clients, self._health, self._metrics = clients, health, metrics
        self.offsets = LogOffsets(clients)
        self._consumer: Consumer | None = None
        self._closed = False
        self.tenures: dict[Partition, Tenure] = {}
        self._tasks: dict[Partition, asyncio.Task[None]] = {}

    def attach(self, consumer: Consumer) -> None:
        """Faust makes its consumer when it starts; until then nothing is assigned."""
        self._consumer = consumer

    def assign(self, partitions: set[Partition]) -> None:
        """Open what is new, close what is gone; what stays, stays open."""
        for partition in self.tenures.keys() - partitions:
            self.tenures.pop(partition).end()
        if not self._closed:
            for partition in partitions - self.tenures.keys():
                self._begin(partition)
        self.seek_again()

    def seek_again(self) -> None:
        for tenure in self.tenures.values():
            tenure.seek_again()

    def deliver(self, batch: Batch) -> None:
        """A batch for a partition that was given up meanwhile is nobody's: its new owner reads
        it from Kafka."""
        if tenure := self.tenures.get(batch.partition):
            tenure.deliver(batch)

    def positions(self) -> Mapping[Partition, Position]:
        """How far each unit that is open has committed."""
        return {
            partition: tenure.unit.position
            for partition, tenure in self.tenures.items()
            if tenure.unit.has_committed
        }

    def batches_max(self, topic: str) -> int:
        """How many batches of one of its partitions a unit may have waiting."""
        settings = self.clients.settings
        slow = self.stage_of[topic].slow_fold
        return settings.slow_batches_in_flight_max if slow else settings.batches_in_flight_max

    async def close(self) -> None:
        """Finish the transactions in hand and close every unit."""
        self._closed = True
        self.assign(set())
        if self._tasks:
            await asyncio.wait(self._tasks.values())
        await self.offsets.close()

    def _begin(self, partition: Partition) -> None:
        stage = self.stage_of[partition.topic]
        unit = UnitId(stage.name, *partition)
        assert self._consumer is not None
        around = Surroundings(self.clients, self.offsets, self._consumer, self._health)
        tenure = Tenure(unit, stage, around, self._consumer, self._metrics.of(unit))
        self.tenures[partition] = tenure
        self._tasks[partition] = asyncio.create_task(
            _after(self._tasks.get(partition), tenure), name=f"tenure of {unit}"
        )


async def _after(earlier: asyncio.Task[None] | None, tenure: Tenure) -> None:
    """A partition that comes back waits for its earlier tenure's last transaction."""
    if earlier is not None:
        await asyncio.wait([earlier])
    await tenure.run()
