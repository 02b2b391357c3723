"""The logs of a Kafka, read outside of any group at the speed of its fastest client."""

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from schemas.connection import Connection
from streams.engine.errors import RestoreIncomplete
from streams.engine.restore import Restore
from streams.engine.settings import MEBIBYTE
from streams.engine.stage import Partition, Record
from streams.history.errors import LogUnreadable, NoKafka, NoSuchTopic
from streams.history.logs import Extent, Place

FETCH_BYTES = 4 * MEBIBYTE
"""Some 8 000 records of a log: what is held at a time is a few of these for each reader."""
STALLED_S = 25.0
"""A dead writer's open transaction holds readers back for ten seconds; this is above it."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class KafkaLogs:
    """The topics under a prefix."""

    connection: Connection
    prefix: str
    fetch_bytes: int = FETCH_BYTES

    @contextmanager
    def open(self) -> Iterator["KafkaReader"]:
        reader = KafkaReader(self)
        try:
            yield reader
        finally:
            reader.close()


class KafkaReader:
    """Turns the clients' event loop only while it reads: between chunks nothing else runs."""

    def __init__(self, logs: KafkaLogs) -> None:
        self._logs = logs
        self._loop = asyncio.new_event_loop()
        try:
            self._ends = self._wait(_started(logs, "read_uncommitted"))
        except BaseException:
            self._loop.close()
            raise

    def close(self) -> None:
        self._wait(self._ends.stop())
        self._loop.close()

    def partitions(self, topic: str) -> int:
        name = self._logs.prefix + topic
        found = self._wait(_described(self._logs, name))
        if not found["partitions"]:
            raise NoSuchTopic(name, self._logs.connection.bootstrap_servers)
        return len(found["partitions"])

    def extent(self, place: Place) -> Extent:
        at = self._at(place)
        first = self._wait(self._ends.beginning_offsets([at]))[at]
        return Extent(first, self._wait(self._ends.end_offsets([at]))[at])

    def offset_at(self, place: Place, milliseconds: int) -> int:
        at = self._at(place)
        found = self._wait(self._ends.offsets_for_times({at: milliseconds}))[at]
        return self.extent(place).end if found is None else int(found.offset)

    def read(
        self, place: Place, start: int | None = None, end: int | None = None
    ) -> Iterator[Sequence[Record]]:
        extent = self.extent(place)
        start = extent.first if start is None else start
        end = extent.end if end is None else end
        if start >= end:
            return
        # A client of its own, so that several places can be read by turns.
        consumer = self._wait(_started(self._logs, "read_committed"))
        chunks = Restore(consumer, STALLED_S).records(Partition(*self._at(place)), start, end)
        try:
            while (records := self._wait(anext(chunks, None))) is not None:
                yield records
        except RestoreIncomplete as error:
            problem = f"nothing came for {STALLED_S:.0f} s"
            raise LogUnreadable(place, error.reached, Extent(start, end), problem) from error
        finally:
            self._wait(chunks.aclose())
            self._wait(consumer.stop())

    def _at(self, place: Place) -> TopicPartition:
        return TopicPartition(self._logs.prefix + place.topic, place.partition)

    def _wait(self, answer: Awaitable[_Answer]) -> _Answer:
        return self._loop.run_until_complete(answer)


async def _started(logs: KafkaLogs, isolation: str) -> Any:
    consumer = AIOKafkaConsumer(
        **logs.connection.client_options(),
        isolation_level=isolation,
        enable_auto_commit=False,
        auto_offset_reset="none",
        max_partition_fetch_bytes=logs.fetch_bytes,
        retry_backoff_ms=20,
    )
    try:
        await consumer.start()
    except KafkaError as error:
        await consumer.stop()
        raise NoKafka(logs.connection.bootstrap_servers, str(error)) from error
    # Its background task cannot be stopped before it has run once.
    await asyncio.sleep(0)
    return consumer


async def _described(logs: KafkaLogs, topic: str) -> Any:
    admin = AIOKafkaAdminClient(**logs.connection.client_options())
    await admin.start()
    try:
        return (await admin.describe_topics([topic]))[0]
    finally:
        await admin.close()
