"""Writes a verified snapshot to empty topics: in order, each record once, in several processes."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aiokafka import AIOKafkaProducer

from schemas.connection import Connection
from streams.engine.settings import KIBIBYTE
from streams.history.kafka import KafkaLogs
from streams.history.logs import Place
from streams.history.processes import Tell, in_processes
from streams.history.snapshot.errors import SomebodyElseWrote
from streams.history.snapshot.files import read_file
from streams.history.snapshot.form import SavedRecord, file_name
from streams.history.snapshot.moving import Move, Moved
from streams.history.snapshot.sharing import shared_out
from streams.history.snapshot.verifying import Verified

BATCH_BYTES = 512 * KIBIBYTE
"""On the wire; below each topic's own limit."""
BATCHES_UNDER_WAY = 4
"""Of one share: what is sent while the next is encoded."""
REQUEST_TIMEOUT_MS = 20_000
RETRY_MS = 20
"""Leaders of topics just made are known everywhere a moment later."""


def load(verified: Verified, target: KafkaLogs, processes: int, tell: Tell) -> None:
    """Into topics that exist and hold nothing; every record, or an error.

    Raises SomebodyElseWrote where a topic holds other records by then.
    """
    move = Move(verified.manifest.prefix, target.prefix, verified.renumberings)
    sizes = {one.place: one.records for one in verified.manifest.files if one.records}
    # Under another prefix positions move to other partitions: one process writes them all.
    together = [place for place in sizes if place.topic == "positions"]
    apart = {place: size for place, size in sizes.items() if place not in together}
    shares = [*shared_out(apart, processes), together]
    tasks = [_Share(verified, target.connection, move, share) for share in shares if share]
    written: Counter[Place] = Counter()
    for one in in_processes(_loaded, tasks, processes, tell):
        written.update(one)
    _require_nothing_else(target, written)


class _Share(NamedTuple):
    verified: Verified
    connection: Connection
    move: Move
    places: Sequence[Place]


def _loaded(share: _Share, tell: Tell) -> Counter[Place]:
    # It would tell of every leader that is not known yet, though it asks again by itself.
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    return asyncio.run(_load(share, tell))


async def _load(share: _Share, tell: Tell) -> Counter[Place]:
    """How many records were written where."""
    producer = AIOKafkaProducer(
        **share.connection.client_options(),
        enable_idempotence=True,
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        retry_backoff_ms=RETRY_MS,
        max_batch_size=BATCH_BYTES,
        linger_ms=0,
    )
    await producer.start()
    try:
        writing = _Writing(producer, share.move.to_prefix)
        for place in share.places:
            done = 0
            for chunk in _chunks(share, place):
                await writing.write(
                    place.topic, (share.move.moved(place.topic, it) for it in chunk)
                )
                done += len(chunk)
                tell(str(place), done)
        await writing.finish()
        return writing.written
    finally:
        await producer.stop()


def _chunks(share: _Share, place: Place) -> Iterator[Sequence[SavedRecord]]:
    prefix = share.verified.manifest.prefix
    return read_file(share.verified.folder / file_name(place), place, prefix)


class _Writing:
    """Fills batches, and looks at every answer: nobody else's records may stand in between."""

    def __init__(self, producer: Any, prefix: str) -> None:
        self._producer, self._prefix = producer, prefix
        self._under_way: deque[tuple[Place, int, Any]] = deque()
        self.written: Counter[Place] = Counter()

    async def write(self, topic: str, records: Iterable[Moved]) -> None:
        """In order within each partition."""
        builders: dict[int, Any] = {}
        for record in records:
            builder = builders.get(record.partition)
            if builder is None or not _append(builder, record):
                if builder is not None:
                    await self._send(Place(topic, record.partition), builder)
                builder = builders[record.partition] = self._producer.create_batch()
                # An empty batch takes any record.
                _append(builder, record)
        for partition, builder in builders.items():
            await self._send(Place(topic, partition), builder)

    async def finish(self) -> None:
        while self._under_way:
            await self._answered()

    async def _send(self, place: Place, builder: Any) -> None:
        while len(self._under_way) >= BATCHES_UNDER_WAY:
            await self._answered()
        answer = await self._producer.send_batch(
            builder, self._prefix + place.topic, partition=place.partition
        )
        self._under_way.append((place, self.written[place], answer))
        self.written[place] += builder.record_count()

    async def _answered(self) -> None:
        place, expected, answer = self._under_way.popleft()
        found = (await answer).offset
        # A broker that has seen a batch before may no longer know where it put it.
        if found not in (expected, -1):
            raise SomebodyElseWrote(place)


def _append(builder: Any, record: Moved) -> bool:
    """False if the batch is full."""
    taken = builder.append(
        timestamp=record.timestamp, key=record.key, value=record.value, headers=record.headers
    )
    return taken is not None


def _require_nothing_else(target: KafkaLogs, written: Mapping[Place, int]) -> None:
    with target.open() as reader:
        for place, records in written.items():
            if reader.extent(place) != (0, records):
                raise SomebodyElseWrote(place)
