"""Topics as a destination: a transaction for each group, and how far an earlier replay came."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.connection import Connection
from streams.engine.clients import Clients, abandon
from streams.engine.settings import EngineSettings
from streams.engine.stage import UnitId
from streams.history.logs import LogReader, Place, places
from streams.history.replay.errors import NotTaken, OtherReplay, Taken
from streams.history.replay.records import REPLAYED, Done, Group, Point, Replayed


class TopicSink:
    """A Sink for what comes from one source. Opening it ends an earlier writer's transaction."""

    def __init__(
        self, connection: Connection, prefix: str, digest: str, source: Place, *, keeps_times: bool
    ) -> None:
        """`keeps_times`: a record gets the time that it has in the source, not that of writing."""
        self._prefix, self._digest, self._keeps_times = prefix, digest, keeps_times
        unit = UnitId("replay", prefix + source.topic, source.partition)
        clients = Clients(connection, f"{prefix}replay", EngineSettings())
        self._loop = asyncio.new_event_loop()
        self._producer: AIOKafkaProducer = self._made(clients, unit)

    def __enter__(self) -> Self:
        try:
            self._wait(self._producer.start())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.run_until_complete(abandon(self._producer))
        self._loop.close()

    def write(self, group: Group) -> None:
        self._wait(self._write(group))

    def finish(self) -> None:
        """Each group was committed when it was written."""

    def _made(self, clients: Clients, unit: UnitId) -> Any:
        async def make() -> Any:
            return clients.producer(unit)

        return self._loop.run_until_complete(make())

    def _wait(self, work: Awaitable[None]) -> None:
        try:
            self._loop.run_until_complete(work)
        except (KafkaError, TimeoutError) as error:
            raise NotTaken(self._prefix, error) from error

    async def _write(self, group: Group) -> None:
        async with asyncio.timeout(EngineSettings().transaction_deadline_s):
            await self._producer.begin_transaction()
            sent = [
                await self._producer.send_batch(
                    batch, self._prefix + place.topic, partition=place.partition
                )
                for place, records in _by_place(group).items()
                for batch in self._batches(records)
            ]
            await asyncio.gather(*sent)
            await self._producer.commit_transaction()

    def _batches(self, records: Iterable[Replayed]) -> list[Any]:
        builders = [self._producer.create_batch()]
        for one in records:
            if not self._append(builders[-1], one):
                builders.append(self._producer.create_batch())
                self._append(builders[-1], one)
        return builders

    def _append(self, builder: Any, one: Replayed) -> bool:
        """False if the batch is full; an empty one takes any record."""
        time = one.timestamp if self._keeps_times and one.timestamp >= 0 else None
        made_from = f"{self._digest} {one.source}/{one.offset}".encode()
        # What is a copy already says from where this one was taken.
        kept = [(name, value) for name, value in one.headers if name != REPLAYED]
        headers = [*kept, (REPLAYED, made_from)]
        taken = builder.append(timestamp=time, key=one.key, value=one.value, headers=headers)
        return taken is not None


def fence(connection: Connection, prefix: str, sources: Iterable[Place]) -> None:
    """Ends whatever an interrupted replay of these sources left open."""
    for source in sources:
        with TopicSink(connection, prefix, "", source, keeps_times=True):
            pass


def written(reader: LogReader, topics: Iterable[str], digest: str) -> Done:
    """The last record of each source that stands there.

    What was made from one record is written in one transaction and in the order of the source, so
    that the greatest offset is how far that replay came. Raises Taken, or OtherReplay.
    """
    reached: dict[Place, Point] = {}
    for topic in topics:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                for record in chunk:
                    by, source, offset = _replayed(record, place)
                    if by != digest:
                        raise OtherReplay(str(place))
                    reached[source] = max(reached.get(source, _NONE), Point(offset, _ALL))
    return reached


_ALL = 1 << 60
"""Beyond any number of records that one is made into."""
_NONE = Point(-1, 0)


def require_replays(reader: LogReader, topics: Iterable[str]) -> None:
    """That nothing but replays wrote there; raises Taken."""
    for topic in topics:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                for record in chunk:
                    _replayed(record, place)


def require_empty(reader: LogReader, topics: Iterable[str]) -> None:
    """Raises Taken."""
    for topic in topics:
        for place in places(reader, topic):
            first = next(iter(reader.read(place)), None)
            if first:
                raise Taken(
                    f"{place} holds records already: replay to another prefix, go on with what "
                    "was interrupted by --resume, or write behind it by --append"
                )


def _replayed(record: Any, place: Place) -> tuple[str, Place, int]:
    value = next((value for name, value in record.headers if name == REPLAYED), None)
    if value is None:
        raise Taken(
            f"{place} holds what no replay has written, at offset {record.offset}: somebody lives "
            "there. Replay to another prefix"
        )
    digest, source = value.decode().split(" ")
    topic, partition, offset = source.split("/")
    return digest, Place(topic, int(partition)), int(offset)


def _by_place(group: Group) -> dict[Place, list[Replayed]]:
    grouped: dict[Place, list[Replayed]] = {}
    for one in group:
        grouped.setdefault(one.place, []).append(one)
    return grouped
