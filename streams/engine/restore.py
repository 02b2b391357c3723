"""Reads a unit's position and state back: every committed record up to the log's true end."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.engine.errors import RestoreIncomplete, StateRefused
from streams.engine.stage import Partition, Position, PositionLog, Record, UnitId

WINDOW = 256
"""Records looked at first, from the end, for a position; each further window is larger."""
WINDOW_GROWTH = 8


class Restore:
    """Reads committed records between two offsets of a partition."""

    def __init__(self, reader: AIOKafkaConsumer, stalled_s: float) -> None:
        self._reader = reader
        self._stalled_s = stalled_s

    async def records(
        self, partition: Partition, start: int, end: int
    ) -> AsyncGenerator[Sequence[Any], None]:
        """Committed records from `start` up to `end`, in chunks.

        Raises RestoreIncomplete if the read stands still before `end`.
        """
        topic_partition = TopicPartition(*partition)
        self._reader.assign([topic_partition])
        self._reader.seek(topic_partition, start)
        reached = start
        while reached < end:
            chunk = await self._chunk(topic_partition, reached, end)
            reached = await self._reader.position(topic_partition)
            if chunk:
                yield chunk

    async def _chunk(self, partition: TopicPartition, reached: int, end: int) -> Sequence[Any]:
        try:
            async with asyncio.timeout(self._stalled_s):
                while True:
                    fetched = await self._reader.getmany(timeout_ms=100, max_records=10_000)
                    chunk: Sequence[Any] = fetched.get(partition, ())
                    if chunk and chunk[-1].offset >= end:
                        chunk = [one for one in chunk if one.offset < end]
                    # Aborted records and markers move the position without being handed out.
                    if chunk or await self._reader.position(partition) > reached:
                        return chunk
        except TimeoutError as error:
            raise RestoreIncomplete(Partition(*partition), reached, end) from error


async def last_position(
    restore: Restore, log: PositionLog, unit: UnitId, start: int, end: int
) -> Position | None:
    """The unit's last committed position, looked for backwards from the end of its log."""
    partition = Partition(log.topic, log.partition(unit))
    window, upper = WINDOW, end
    while upper > start:
        lower = max(start, upper - window)
        found = None
        async for chunk in restore.records(partition, lower, upper):
            for record in chunk:
                found = _decoded(log, unit, record, found) or found
        if found is not None:
            return found
        upper, window = lower, window * WINDOW_GROWTH
    return None


def _decoded(
    log: PositionLog, unit: UnitId, record: Record, before: Position | None
) -> Position | None:
    """What cannot be read is never passed over: the unit's last position may have stood there."""
    try:
        return log.decode(unit, record)
    except Exception as error:
        here = before or Position(0, 0)
        where = Partition(record.topic, record.partition)
        cause = f"the position log's record at {record.offset} cannot be read: {error!r}"
        raise StateRefused(where, here, here, cause) from error


async def last_values(
    restore: Restore, partition: Partition, start: int, end: int
) -> dict[bytes, bytes]:
    """The last value of each key of a compacted partition, without tombstones."""
    values: dict[bytes, bytes | None] = {}
    async for chunk in restore.records(partition, start, end):
        for record in chunk:
            values[record.key] = record.value
    return {key: value for key, value in values.items() if value is not None}
