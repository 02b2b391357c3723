"""The outside view of a run: topics made, facts published, committed records read back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from tests.chaos.count import PARTITIONS


@dataclass(frozen=True, slots=True)
class Line:
    """One committed record of a partition."""

    offset: int
    key: bytes
    value: bytes
    origin: bytes


QUIET = {"log_level": 0}
"""The client's own log would tell of every broker that we kill, twenty times a second."""

Log = dict[int, list[Line]]
"""By partition, in order."""


def create(bootstrap: str, configs: Mapping[str, Mapping[str, str]]) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    topics = [NewTopic(name, PARTITIONS, 1, config=dict(c)) for name, c in configs.items()]
    for created in admin.create_topics(topics).values():
        created.result()


def publish(bootstrap: str, topic: str, records: Iterable[tuple[bytes, bytes]]) -> int:
    """Publish and wait for every acknowledgement; answers how many."""
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True, **QUIET})
    number = 0
    for key, value in records:
        producer.produce(topic, value, key)
        number += 1
        if number % 500 == 0:
            producer.poll(0)
    unsent = producer.flush(60)
    assert unsent == 0, f"{unsent} records were not taken by the broker"
    return number


class Reader:
    """Reads a topic's committed records from its beginning, a bit further with each look."""

    def __init__(self, bootstrap: str, topic: str) -> None:
        self._consumer = Consumer(
            {
                **QUIET,
                "bootstrap.servers": bootstrap,
                "group.id": f"reader of {topic}",
                "isolation.level": "read_committed",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "fetch.queue.backoff.ms": 5,
                "topic.metadata.refresh.interval.ms": 2_000,
            }
        )
        self._consumer.assign([TopicPartition(topic, one, 0) for one in range(PARTITIONS)])
        self.log: Log = {one: [] for one in range(PARTITIONS)}
        self._at_end: set[int] = set()

    @property
    def records(self) -> int:
        return sum(map(len, self.log.values()))

    def look(self, seconds: float) -> int:
        """Read what arrives within a while; answers how many records there are by now."""
        for message in self._consumer.consume(5_000, seconds):
            error = message.error()
            if error is None:
                self.log[message.partition()].append(_line(message))
                self._at_end.discard(message.partition())
            elif error.code() == KafkaError._PARTITION_EOF:
                self._at_end.add(message.partition())
        return self.records

    def read_all(self) -> Log:
        """Read to the end of every partition, as far as no transaction is open."""
        while len(self._at_end) < PARTITIONS:
            self.look(0.1)
        return self.log

    def close(self) -> None:
        self._consumer.close()


def _line(message: Any) -> Line:
    headers = dict(message.headers() or ())
    return Line(
        message.offset(), message.key() or b"", message.value() or b"", headers.get("origin", b"")
    )


def read(bootstrap: str, topic: str) -> Log:
    reader = Reader(bootstrap, topic)
    try:
        return reader.read_all()
    finally:
        reader.close()


class Upstream:
    """Publishes at a steady rate in the background, whatever happens to the broker."""

    def __init__(self, bootstrap: str, topic: str, records_per_s: int, keys: int = 500) -> None:
        self._bootstrap, self._topic = bootstrap, topic
        self._rate, self._keys = records_per_s, keys
        self._stop = Event()
        self._thread = Thread(target=self._run, name="upstream", daemon=True)
        self.published = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> int:
        """Wait until everything is acknowledged; answers how many records there are."""
        self._stop.set()
        self._thread.join()
        return self.published

    def _run(self) -> None:
        producer = Producer(
            {"bootstrap.servers": self._bootstrap, "enable.idempotence": True, **QUIET}
        )
        numbers = count()
        while not self._stop.wait(0.05):
            for _ in range(max(1, self._rate // 20)):
                number = next(numbers)
                self._produce(producer, b"k%d" % (number % self._keys), b"%d" % number)
                self.published += 1
            producer.poll(0)
        if producer.flush(90):
            raise KafkaException("the upstream's records were not all taken")

    def _produce(self, producer: Producer, key: bytes, value: bytes) -> None:
        while True:
            try:
                producer.produce(self._topic, value, key)
            except BufferError:
                producer.poll(0.5)
            else:
                return
