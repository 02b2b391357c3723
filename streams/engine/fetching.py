"""Fetches batches in the thread of Faust's consumer: seeks, fetches and chaining in one loop."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import (
    ConsumerStoppedError,
    IllegalStateError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
)
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.engine.batch import Batch, Lane, ReadTo
from streams.engine.errors import NotOurs
from streams.engine.stage import Partition

if TYPE_CHECKING:
    from streams.engine.app import UnitsApp

log = logging.getLogger(__name__)

T = TypeVar("T")


class Thread(driver.AIOKafkaConsumerThread):
    """Seeks and fetches run in this thread's event loop, one at a time, and so do the lanes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lanes: dict[TP, Lane] = {}
        self._room = asyncio.Event()

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        app = cast("UnitsApp", self.app)
        settings = app.settings
        return AIOKafkaConsumer(
            **app.connection.client_options(),
            group_id=app.conf.id,
            client_id=app.conf.broker_client_id,
            isolation_level="read_committed",
            enable_auto_commit=False,
            # A position that the log does not hold is an error, never a silent jump.
            auto_offset_reset="none",
            partition_assignment_strategy=[RoundRobinPartitionAssignor],
            max_poll_records=settings.poll_records_max,
            max_partition_fetch_bytes=settings.partition_fetch_bytes,
            fetch_max_wait_ms=settings.fetch_wait_ms,
            request_timeout_ms=int(settings.request_timeout_s * 1000),
            session_timeout_ms=int(settings.session_timeout_s * 1000),
            rebalance_timeout_ms=int(settings.session_timeout_s * 1000),
            heartbeat_interval_ms=int(settings.heartbeat_interval_s * 1000),
            # Units that are all full, or in quarantine, are no reason to leave the group.
            max_poll_interval_ms=24 * 3600 * 1000,
        )

    async def on_start(self) -> None:
        await super().on_start()
        # A partition whose unit is full keeps one fetched batch here; by default that holds back
        # every other partition of the same broker for 100 ms, again and again.
        self._ensure_consumer()._fetcher._prefetch_backoff = 0

    async def in_thread(self, work: Awaitable[T]) -> T:
        """Run in this thread's loop; Faust's own queue has two workers and fetches hold one."""
        future = asyncio.run_coroutine_threadsafe(cast(Any, work), self.thread_loop)
        return cast(T, await asyncio.wrap_future(future))

    def room_again(self) -> None:
        """Called in the main thread when a unit has finished a batch."""
        with suppress(RuntimeError):  # The loop is closed: there is nothing to fetch any more.
            self.thread_loop.call_soon_threadsafe(self._room.set)

    async def start_lane(self, partition: Partition, offset: int) -> None:
        """Seek and open the lane with no pause between, so that they cannot disagree."""
        consumer = self._ensure_consumer()
        key = TP(*partition)
        try:
            consumer.seek(key, offset)
        except IllegalStateError as error:
            raise NotOurs(partition) from error
        batches_max = cast("UnitsApp", self.app).units.batches_max(partition.topic)
        self._lanes[key] = Lane(partition, offset, self._assignment(), batches_max)
        self._room.set()

    async def read_to(self) -> Mapping[Partition, ReadTo]:
        """How far each lane and the consumer below it have got."""
        states = {key: self._assignment().state_value(key) for key in self._lanes_in_force()}
        return {
            self._lanes[key].partition: ReadTo(self._lanes[key].end, state.position)
            for key, state in states.items()
            if state.has_valid_position
        }

    def joined(self) -> bool:
        """Whether, as far as this worker knows, it has its share of the partitions."""
        if self._consumer is None:
            return False
        generation = self._consumer._coordinator.generation
        return generation != driver.DEFAULT_GENERATION_ID and not self.app.rebalancing

    async def confirm_membership(self) -> bool:
        """Ask the coordinator with a heartbeat of our own."""
        if not self.joined():
            return False
        try:
            good = await self._ensure_consumer()._coordinator._do_heartbeat()
        except KafkaError:
            return False
        return bool(good) and self.joined()

    async def _fetch_records(
        self,
        consumer: AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,
        max_records: int | None = None,
    ) -> Mapping[TP, list[Batch]]:
        """What has arrived for units that have room; waits up to `timeout` seconds for it."""
        if not self.consumer.flow_active:
            return {}
        if consumer._closed or consumer._fetcher._closed:
            raise ConsumerStoppedError
        until = monotonic() + (timeout or 0.0)
        with consumer._fetcher._subscriptions.fetch_context():
            while self.consumer.flow_active and (left := until - monotonic()) > 0:
                self._room.clear()
                wanted = self._with_room(active_partitions)
                if batches := await self._arrived(consumer, wanted, left, max_records):
                    return batches
        return {}

    def _with_room(self, active: set[TP]) -> set[TP]:
        return {key for key in self._lanes_in_force() & active if self._lanes[key].has_room}

    def _lanes_in_force(self) -> set[TP]:
        """A rebalance makes every earlier seek void."""
        assignment = self._assignment()
        return {key for key, lane in self._lanes.items() if lane.assignment is assignment}

    async def _arrived(
        self, consumer: AIOKafkaConsumer, wanted: set[TP], timeout: float, max_records: int | None
    ) -> Mapping[TP, list[Batch]]:
        """Batches of `wanted`, or nothing as soon as another partition may be wanted too."""
        waiting = asyncio.ensure_future(self._room.wait())
        awaited: list[asyncio.Future[Any]] = [waiting]
        # For the fetcher, no partitions means all partitions.
        if wanted:
            fetching = asyncio.ensure_future(self._taken(consumer, wanted, timeout, max_records))
            awaited.append(fetching)
        try:
            await asyncio.wait(awaited, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            return fetching.result() if wanted and fetching.done() else {}
        finally:
            for one in awaited:
                one.cancel()

    async def _taken(
        self, consumer: AIOKafkaConsumer, wanted: set[TP], timeout: float, max_records: int | None
    ) -> Mapping[TP, list[Batch]]:
        """Records are chained in the very step that takes them from the fetcher: a seek cannot
        come between, and records that are lost after this leave a break in the chain."""
        try:
            fetched = await consumer._fetcher.fetched_records(
                wanted, timeout=timeout, max_records=max_records
            )
        except OffsetOutOfRangeError as error:
            lost = [(self._lane(key), offset) for key, offset in error.args[0].items()]
            return {TP(*one.partition): [one.out_of_range(offset)] for one, offset in lost if one}
        except NoOffsetForPartitionError as error:
            # The group's own offset was asked for while the unit was seeking: seek again.
            one = self._lane(error.args[0])
            return {TP(*one.partition): [one.gap()]} if one else {}
        taken = [(self._lane(key), records) for key, records in fetched.items() if records]
        return {TP(*one.partition): [one.take(records)] for one, records in taken if one}

    def _lane(self, partition: Any) -> Lane | None:
        """The partition's lane, unless a rebalance has made its seek void."""
        lane = self._lanes.get(TP(*partition))
        return lane if lane and lane.assignment is self._assignment() else None

    def _assignment(self) -> Any:
        subscription: Any = self._ensure_consumer()._subscription.subscription
        return None if subscription is None else subscription.assignment

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        """Only a hint for lag tools: units keep their own positions. Never a reason to fail."""
        try:
            ours = self.assignment()
            known = {TopicPartition(*key): offset for key, offset in offsets.items() if key in ours}
            await self._ensure_consumer().commit(known)
        except KafkaError as error:
            log.info("offsets for lag tools not committed: %s", error)
            return False
        return True
