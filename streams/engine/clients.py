"""The aiokafka clients that a unit uses, built from one connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import aiokafka.producer.sender
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from schemas.connection import Connection
from streams.engine.settings import MEBIBYTE, EngineSettings
from streams.engine.stage import UnitId

Isolation = Literal["read_committed", "read_uncommitted"]


def transactional_id(group: str, unit: UnitId) -> str:
    """The name under which the broker fences every earlier owner of a unit."""
    return f"{group}/{unit}"


@dataclass(frozen=True)
class Clients:
    """Makes producers and readers with the same address, security and time-outs."""

    connection: Connection
    group: str
    settings: EngineSettings

    def __post_init__(self) -> None:
        # aiokafka waits this long between a commit and the next transaction's first request,
        # while the broker still writes the markers; it offers no argument for it.
        aiokafka.producer.sender.BACKOFF_OVERRIDE = self.settings.commit_poll_s

    def producer(self, unit: UnitId) -> AIOKafkaProducer:
        """A transactional producer, not started, whose id names the unit."""
        return AIOKafkaProducer(
            **self.connection.client_options(),
            transactional_id=transactional_id(self.group, unit),
            transaction_timeout_ms=self.settings.transaction_timeout_ms,
            request_timeout_ms=int(self.settings.request_timeout_s * 1000),
            retry_backoff_ms=int(self.settings.retry_s * 1000),
            max_batch_size=self.settings.produce_batch_bytes,
            linger_ms=0,
        )

    @asynccontextmanager
    async def reader(self, isolation: Isolation) -> AsyncIterator[AIOKafkaConsumer]:
        """A started consumer outside of any group; partitions are assigned by hand."""
        reader = AIOKafkaConsumer(
            **self.connection.client_options(),
            isolation_level=isolation,
            enable_auto_commit=False,
            auto_offset_reset="none",
            request_timeout_ms=int(self.settings.request_timeout_s * 1000),
            retry_backoff_ms=20,
            max_partition_fetch_bytes=4 * MEBIBYTE,
        )
        try:
            await reader.start()
            # Its background task cannot be stopped before it has run once.
            await asyncio.sleep(0)
            yield reader
        finally:
            await reader.stop()


async def abandon(producer: AIOKafkaProducer) -> None:
    """Close a producer without flushing: what it had not committed is never committed by it.

    Its own `stop` waits for a broker that may be away. The sender guards its requests in flight
    from one cancellation, so it is cancelled until it ends.
    """
    sender = producer._sender.sender_task
    while sender is not None and not sender.done():
        sender.cancel()
        await asyncio.wait([sender], timeout=0.05)
    if sender is not None and not sender.cancelled():
        sender.exception()
    producer._closed = True
    with suppress(TimeoutError):
        async with asyncio.timeout(1.0):
            await producer.client.close()
