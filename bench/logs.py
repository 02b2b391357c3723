"""Writing and reading whole logs with librdkafka, whose share of a figure is small."""

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from schemas.connection import Connection
from schemas.partitioning import partition_of

Record = Any
BATCH = 10_000
TIMEOUT_S = 30.0
POLL_S = 0.1
"""The client waits this long for a full batch, also where nothing more will come."""


class NotDelivered(Exception):
    """A record of the bench itself was not acknowledged."""


def fill(
    connection: Connection, records: Iterable[tuple[str, int, bytes, bytes]], **options: Any
) -> int:
    """Writes (topic, partition, key, value) and waits until all are acknowledged."""
    failed: list[KafkaError] = []

    def delivered(error: KafkaError | None, _: Any) -> None:
        if error is not None:
            failed.append(error)

    producer = Producer(
        {
            "bootstrap.servers": connection.bootstrap_servers,
            "linger.ms": 20,
            "queue.buffering.max.messages": 1_000_000,
            **options,
        }
    )
    count = 0
    for topic, partition, key, value in records:
        producer.produce(topic, value, key, partition=partition, on_delivery=delivered)
        count += 1
        if count % BATCH == 0:
            producer.poll(0)
    if producer.flush(TIMEOUT_S) or failed:
        raise NotDelivered(f"{len(failed)} records refused, first: {failed[:1]}")
    return count


def keyed(topic: str, partitions: int, key: bytes, value: bytes) -> tuple[str, int, bytes, bytes]:
    """The record at the partition where Java clients would put it."""
    return topic, partition_of(key, partitions), key, value


def reader(connection: Connection, **options: Any) -> Consumer:
    """A consumer of committed records outside of any group; it answers as soon as it can."""
    return Consumer(
        {
            "bootstrap.servers": connection.bootstrap_servers,
            "group.id": "bench",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "fetch.queue.backoff.ms": 5,
            "enable.partition.eof": True,
            **options,
        }
    )


def places(consumer: Consumer, topic: str, offset: int) -> list[TopicPartition]:
    """Every partition of a topic at an offset, which may be OFFSET_BEGINNING or OFFSET_END."""
    metadata = consumer.list_topics(topic, timeout=TIMEOUT_S).topics[topic]
    if metadata.error is not None:
        raise KafkaException(metadata.error)
    return [TopicPartition(topic, number, offset) for number in metadata.partitions]


def committed(connection: Connection, topics: Sequence[str]) -> Iterator[Record]:
    """Every committed record of some topics, partition by partition as they come, to the end.

    A partition that is written meanwhile comes to its end more than once: the first one counts.
    """
    consumer = reader(connection)
    try:
        assigned = [place for topic in topics for place in places(consumer, topic, 0)]
        consumer.assign(assigned)
        unread = {(place.topic, place.partition) for place in assigned}
        silent_since = monotonic()
        while unread:
            found = consumer.consume(BATCH, POLL_S)
            if found:
                silent_since = monotonic()
            elif monotonic() - silent_since > TIMEOUT_S:
                raise TimeoutError(f"{sorted(unread)} cannot be read to the end")
            for record in found:
                if record.error() is None:
                    yield record
                elif record.error().code() == KafkaError._PARTITION_EOF:
                    unread.discard((record.topic(), record.partition()))
                else:
                    raise KafkaException(record.error())
    finally:
        consumer.close()
