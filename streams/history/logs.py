"""What history is read from: the topics of a system, whether a Kafka or a snapshot holds them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from streams.engine.stage import Record


class Place(NamedTuple):
    """One partition of a topic, the topic without its prefix."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}"


class Extent(NamedTuple):
    """The offsets that a log had when it was asked."""

    first: int
    end: int
    """The one after the last."""


class LogReader(Protocol):
    """Reads committed records, partition by partition, in chunks as they were fetched."""

    def partitions(self, topic: str) -> int:
        """How many partitions a topic has; raises NoSuchTopic."""

    def extent(self, place: Place) -> Extent:
        """Open transactions included: what is committed meanwhile is waited for by `read`."""

    def offset_at(self, place: Place, milliseconds: int) -> int:
        """Where reading begins with the first record written at that time or later; else the end.

        Milliseconds since the epoch, by the time at which the log took the record.
        """

    def read(
        self, place: Place, start: int | None = None, end: int | None = None
    ) -> Iterator[Sequence[Record]]:
        """The records at `start <= offset < end`; by default all that the extent holds."""


class Logs(Protocol):
    """Where the logs are; small and picklable, so that each process opens a reader of its own."""

    def open(self) -> AbstractContextManager[LogReader]: ...


def places(reader: LogReader, topic: str) -> list[Place]:
    """Every partition of a topic."""
    return [Place(topic, number) for number in range(reader.partitions(topic))]
