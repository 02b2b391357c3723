"""A unit's transactional producer: all outputs of a slice are written, or none."""

import asyncio
from collections.abc import Iterable, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    InvalidTopicError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    TopicAuthorizationFailedError,
)

from streams.engine.clients import Clients, abandon
from streams.engine.stage import Output, Partition, UnitId

# The broker gives the same answer however often these are tried.
_REFUSALS = (
    InvalidTopicError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    TopicAuthorizationFailedError,
)


class Refused(Exception):
    """A record can never be written as it is; says which and why."""


class Writer:
    """Opening it fences every earlier owner of the unit and ends that owner's transaction."""

    def __init__(self, clients: Clients, unit: UnitId) -> None:
        self._settings = clients.settings
        self._producer: AIOKafkaProducer = clients.producer(unit)

    async def open(self) -> None:
        await self._producer.start()

    async def write(self, outputs: Sequence[Output]) -> None:
        """Write all in one transaction. After any error the outcome is unknown: reopen."""
        async with asyncio.timeout(self._settings.transaction_deadline_s):
            await self._check(outputs)
            await self._producer.begin_transaction()
            await self._send(outputs)
            await self._producer.commit_transaction()

    async def close(self) -> None:
        await abandon(self._producer)

    async def _check(self, outputs: Iterable[Output]) -> None:
        partitions: dict[str, set[int]] = {}
        for output in outputs:
            if output.topic not in partitions:
                partitions[output.topic] = await self._producer.partitions_for(output.topic)
            if output.partition not in partitions[output.topic]:
                raise Refused(f"{output.topic} has no partition {output.partition}")
            size = len(output.key or b"") + len(output.value or b"")
            if size > self._settings.record_bytes_max:
                raise Refused(
                    f"a record of {size} bytes for {output.topic}, key {output.key!r}, "
                    f"is over the limit of {self._settings.record_bytes_max}"
                )

    async def _send(self, outputs: Sequence[Output]) -> None:
        """Every batch's answer is awaited: an answer nobody reads is a record nobody misses."""
        sent = []
        for partition, records in _by_partition(outputs).items():
            for batch in self._batches(records):
                future = await self._producer.send_batch(
                    batch, partition.topic, partition=partition.partition
                )
                sent.append((partition, future))
        answers = await asyncio.gather(*(future for _, future in sent), return_exceptions=True)
        for (partition, _), answer in zip(sent, answers, strict=True):
            if isinstance(answer, _REFUSALS):
                raise Refused(f"{partition} refuses a record: {answer!r}") from answer
            if isinstance(answer, BaseException):
                raise answer

    def _batches(self, outputs: Iterable[Output]) -> list[object]:
        builder = self._producer.create_batch()
        builders = [builder]
        for output in outputs:
            if not _append(builder, output):
                builder = self._producer.create_batch()
                builders.append(builder)
                _append(builder, output)
        return builders


def _append(builder: object, output: Output) -> bool:
    """False if the batch is full; an empty one takes any record."""
    taken = builder.append(  # type: ignore[attr-defined]
        timestamp=None, key=output.key, value=output.value, headers=list(output.headers)
    )
    return taken is not None


def _by_partition(outputs: Iterable[Output]) -> dict[Partition, list[Output]]:
    """Outputs in order within each partition."""
    grouped: dict[Partition, list[Output]] = {}
    for output in outputs:
        grouped.setdefault(Partition(output.topic, output.partition), []).append(output)
    return grouped
