"""Where logs begin and end, asked through two clients that stay open."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.engine.clients import Clients, Isolation
from streams.engine.stage import Partition

CLOSE_DEADLINE_S = 1.0


class LogOffsets:
    """Shared by all units of a worker: a client of its own for each would cost 100 ms a question.

    Every question raises what the broker or the deadline raises, and the next one reconnects.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._readers: dict[Isolation, AIOKafkaConsumer] = {}
        self._open = AsyncExitStack()
        self._opening = asyncio.Lock()

    async def first(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """The first offset that each log still holds."""
        reader = await self._reader("read_uncommitted")
        return await self._ask(reader.beginning_offsets, partitions)

    async def end(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """The end of each log, open transactions included: what a restore has to reach.

        The stable end would be wrong there: it stops before another writer's open transaction,
        and would hide what this unit's earlier owner has committed behind it.
        """
        reader = await self._reader("read_uncommitted")
        return await self._ask(reader.end_offsets, partitions)

    async def stable_end(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """Up to where committed records can be read now: what lag is measured against."""
        reader = await self._reader("read_committed")
        return await self._ask(reader.end_offsets, partitions)

    async def close(self) -> None:
        closing, self._open = self._open, AsyncExitStack()
        self._readers.clear()
        await asyncio.wait([asyncio.ensure_future(closing.aclose())], timeout=CLOSE_DEADLINE_S)

    async def _reader(self, isolation: Isolation) -> AIOKafkaConsumer:
        async with self._opening:
            if isolation not in self._readers:
                opened = self._open.enter_async_context(self._clients.reader(isolation))
                self._readers[isolation] = await opened
            return self._readers[isolation]

    async def _ask(self, question: Any, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        wanted = [TopicPartition(*one) for one in partitions]
        try:
            async with asyncio.timeout(self._clients.settings.request_timeout_s):
                offsets = await question(wanted)
        except Exception:
            await self.close()
            raise
        return {Partition(key.topic, key.partition): value for key, value in offsets.items()}
