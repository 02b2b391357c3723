"""The Faust transport `units://`: one message for all records fetched from one partition.

It reads committed records only, starts where the units say and not at Faust's committed offsets,
and asks for no more of a partition than its unit can hold.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from streams.engine.batch import Batch, ReadTo
from streams.engine.fetching import Thread
from streams.engine.stage import Partition

if TYPE_CHECKING:
    from streams.engine.app import UnitsApp


class _NothingRead(dict[TP, int | None]):
    """Faust drops what lies before the offset it read last; here the chain of batches decides."""

    def __getitem__(self, partition: TP) -> None:
        return None


class Consumer(driver.Consumer):
    """Hands batches to Faust as messages, and is the feed and the membership of the units."""

    _thread: Thread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_offset = _NothingRead()
        self._units = cast("UnitsApp", self.app).units
        self._units.attach(self)

    def _new_consumer_thread(self) -> Thread:
        return Thread(self, loop=self.loop, beacon=self.beacon)

    def owns(self, partition: Partition) -> bool:
        return TP(*partition) in self._thread.assignment()

    async def feed_from(self, partition: Partition, offset: int) -> None:
        await self._thread.in_thread(self._thread.start_lane(partition, offset))

    def finished(self, batch: Batch) -> None:
        """To wake the thread costs a switch to it and back, so it is left alone where it was
        already fetching for the lane."""
        if batch.lane.finish():
            self._thread.room_again()

    async def read_to(self) -> Mapping[Partition, ReadTo]:
        return await self._thread.in_thread(self._thread.read_to())

    def joined(self) -> bool:
        return self._thread.joined()

    async def confirmed(self) -> bool:
        return await self._thread.in_thread(self._thread.confirm_membership())

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Units open while Faust finishes its rebalance; no unit waits for another."""
        self._units.assign({Partition(*key) for key in assigned})
        await super().on_partitions_assigned(assigned, generation_id)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Faust is about to deliver again, and may have thrown fetched batches away: every unit
        seeks to its own position. Faust's committed offsets are not asked."""
        self._units.seek_again()
        return {}

    async def force_commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:
        positions = self._units.positions()
        offsets = {TP(*key): value.offset for key, value in positions.items()}
        return await self._thread.in_thread(self._thread._commit(offsets)) if offsets else False

    def highwater(self, tp: TP) -> int:
        """Faust's monitor asks for each message, and fails if the partition was just revoked."""
        return 0

    def verify_event_path(self, now: float, tp: TP) -> None:
        """The engine's own watchdog looks at lag and progress."""

    def _to_message(self, tp: TP, batch: Batch) -> ConsumerMessage:
        return ConsumerMessage(
            topic=tp.topic,
            partition=tp.partition,
            offset=batch.start,
            timestamp=0.0,
            timestamp_type=0,
            headers=None,
            key=None,
            value=cast(bytes, batch),  # Faust passes on whatever a transport delivers.
            checksum=None,
            tp=tp,
            generation_id=self.app.consumer_generation_id,
        )


class Transport(driver.Transport):
    """What the entry point `units` in the group `faust.transports` names."""

    Consumer = Consumer
