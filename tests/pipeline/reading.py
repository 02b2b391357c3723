"""Everything that a pipeline has in Kafka, as a reader from outside sees it: committed records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from confluent_kafka import Consumer, KafkaError, TopicPartition

from schemas.headers import ORIGIN
from schemas.topics import TOPICS
from tests.chaos.kafka import QUIET


class Place(NamedTuple):
    """A partition of a topic, the topic without its prefix."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}"


@dataclass(frozen=True, slots=True)
class Line:
    """One committed record of a partition."""

    offset: int
    key: bytes | None
    value: bytes | None
    origin: str = ""
    """As its header says; several headers are joined, for then none can be believed."""
    timestamp: int = -1


Reading = Mapping[Place, Sequence[Line]]
"""By partition, in order; every partition of the topic table is there."""


class Reader:
    """Reads all topics of a pipeline from their beginning, a bit further with each look."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._prefix = prefix
        self._consumer = Consumer(
            {
                **QUIET,
                "bootstrap.servers": bootstrap,
                "group.id": f"{prefix}reader",
                "isolation.level": "read_committed",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "fetch.queue.backoff.ms": 5,
                "topic.metadata.refresh.interval.ms": 2_000,
            }
        )
        places = [
            Place(topic.name, one) for topic in TOPICS.values() for one in range(topic.partitions)
        ]
        self._consumer.assign([TopicPartition(prefix + name, one, 0) for name, one in places])
        self.lines: dict[Place, list[Line]] = {place: [] for place in places}
        self._at_end: set[Place] = set()

    @property
    def has_read_all(self) -> bool:
        """As far as no transaction is open."""
        return self._at_end == self.lines.keys()

    def look(self, seconds: float) -> None:
        """Read what arrives within a while."""
        for message in self._consumer.consume(5_000, seconds):
            error, place = message.error(), self._place(message)
            if error is None:
                self.lines[place].append(_line(message))
                self._at_end.discard(place)
            elif error.code() == KafkaError._PARTITION_EOF:
                self._at_end.add(place)

    def read_all(self) -> Reading:
        while not self.has_read_all:
            self.look(0.1)
        return self.lines

    def close(self) -> None:
        self._consumer.close()

    def _place(self, message: Any) -> Place:
        return Place((message.topic() or "").removeprefix(self._prefix), message.partition())


def _line(message: Any) -> Line:
    origins = [value.decode() for name, value in message.headers() or () if name == ORIGIN]
    return Line(
        message.offset(),
        message.key(),
        message.value(),
        " and ".join(origins),
        message.timestamp()[1],
    )
