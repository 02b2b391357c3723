"""Where a fact goes: by its own fields, whatever key or partition its upstream chose."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any

from schemas.event_table import EVERY_PARTITION, EventRow, Route
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.engine.stage import Headers, Output

KEYS_REMEMBERED_MAX = 100_000
"""Some 200 bytes each, shared by all units of a worker."""

Send = Callable[[Any, bytes, Headers], Iterator[Output]]


class Router:
    """Writes an event's copies to the logs under a topic prefix."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._sends: dict[str, tuple[Send, ...]] = {}

    def route(self, event: Any, value: bytes, row: EventRow, headers: Headers) -> Iterator[Output]:
        """One output for each log that the event concerns, or for each partition of it."""
        sends = self._sends.get(row.name)
        if sends is None:
            sends = tuple(_sender(route, row, self._prefix) for route in row.routes)
            self._sends[row.name] = sends
        for send in sends:
            yield from send(event, value, headers)


def _sender(route: Route, row: EventRow, prefix: str) -> Send:
    log = TOPICS[route.log]
    topic, partitions = log.full_name(prefix), log.partitions
    if route.key == EVERY_PARTITION:
        key_of = attrgetter(row.key)

        def copy(event: Any, value: bytes, headers: Headers) -> Iterator[Output]:
            key = key_of(event).encode()
            for partition in range(partitions):
                yield Output(topic, partition, key, value, headers)

        return copy
    subject_of = attrgetter(route.key)

    def send(event: Any, value: bytes, headers: Headers) -> Iterator[Output]:
        key, partition = place(subject_of(event), partitions)
        yield Output(topic, partition, key, value, headers)

    return send


@lru_cache(KEYS_REMEMBERED_MAX)
def place(key: str, partitions: int) -> tuple[bytes, int]:
    """The key as bytes and its partition; to hash it costs more than to look it up."""
    data = key.encode()
    return data, partition_of(data, partitions)
