"""Readers of the stream: patient ones, some that leave and come back, some that are slow."""

import asyncio
import random
import time

import httpx

from tests.soak.server import TOKEN
from tests.soak.writer import Writer

PATIENCE_S = 30.0
"""Silence for so long after the last write is a loss."""


class Reader:
    """Checks every event against the place that must come next in its partition."""

    def __init__(self, number: int, writer: Writer) -> None:
        self.leaves, self.is_slow = number % 10 == 0, number % 20 == 1
        self.connected = asyncio.Event()
        self.received = self.doubled = self.came_back = 0
        self.times_ms: list[float] = []
        self.chance = random.Random(number)
        self.last_id = "0:0"
        self._writer = writer
        self._next = dict.fromkeys(writer.ends, 0)

    @property
    def complete(self) -> bool:
        return self._writer.over and self._next == self._writer.ends

    @property
    def missing(self) -> int:
        return sum(self._writer.ends.values()) - sum(self._next.values())

    def take(self, id: str) -> None:
        """The id of an event is the cursor behind it: one partition is one further."""
        cursor = {int(a): int(b) for a, b in (pair.split(":") for pair in id.split(","))}
        moved = {p: at for p, at in cursor.items() if at != self._next[p]}
        if [(p, self._next[p] + 1) for p in moved] == list(moved.items()) and len(moved) == 1:
            (partition, after), *_ = moved.items()
            began = self._writer.written_at[partition, after - 1]
            self.times_ms.append((time.monotonic() - began) * 1000)
        else:
            self.doubled += 1
        self._next.update(moved)
        self.received += 1
        self.last_id = id


async def read_along(reader: Reader, address: str) -> None:
    """Until the reader has everything; comes back wherever the stream ends before."""
    while not reader.complete:
        try:
            async with asyncio.timeout(reader.chance.uniform(2, 8) if reader.leaves else None):
                await _read(reader, address)
        except (TimeoutError, httpx.TransportError):
            reader.came_back += 1


async def _read(reader: Reader, address: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Last-Event-ID": reader.last_id}
    url = f"{address}/api/v1/stream/proposals"
    timeout = httpx.Timeout(PATIENCE_S)
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        response.raise_for_status()
        reader.connected.set()
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                reader.take(line.removeprefix("id: "))
                if reader.is_slow:
                    await asyncio.sleep(0.02)
            if reader.complete:
                return
