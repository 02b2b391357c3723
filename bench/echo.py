"""The bare echo of the broker: one record written, and how long until it has been read."""

from collections.abc import Callable
from time import perf_counter

from confluent_kafka import OFFSET_END, Consumer, Producer

from bench.logs import Record, keyed, places, reader
from schemas.connection import Connection
from schemas.topics import TOPICS

PATIENCE_S = 20.0


def sender(connection: Connection, **options: str) -> Producer:
    """A producer that waits for nothing before it sends."""
    return Producer(
        {"bootstrap.servers": connection.bootstrap_servers, "linger.ms": 0, "acks": "all"} | options
    )


def tail(connection: Connection, topic: str) -> Consumer:
    """A reader of what is committed to a topic from now on."""
    consumer = reader(connection)
    consumer.assign(places(consumer, topic, OFFSET_END))
    # The first answers tell where the ends are: what is written after them is not missed.
    for _ in places(consumer, topic, OFFSET_END):
        consumer.poll(PATIENCE_S)
    return consumer


def await_record(
    consumer: Consumer, wanted: Callable[[Record], bool], patience_s: float = PATIENCE_S
) -> Record:
    """The first record that is wanted; TimeoutError where none comes."""
    until = perf_counter() + patience_s
    while (left := until - perf_counter()) > 0:
        record = consumer.poll(left)
        if record is not None and record.error() is None and wanted(record):
            return record
    raise TimeoutError(f"no answer within {patience_s:.0f} s")


def echo_ms(connection: Connection, prefix: str, times: int, *, committed: bool) -> list[float]:
    """Milliseconds from a record's sending to its reading; each in a transaction, if committed."""
    topic = TOPICS["rejected"].full_name(prefix)
    options = {"transactional.id": f"{prefix}echo"} if committed else {}
    producer, consumer = sender(connection, **options), tail(connection, topic)
    if committed:
        producer.init_transactions()
    try:
        return [
            _once(producer, consumer, topic, str(number).encode(), committed=committed)
            for number in range(times)
        ]
    finally:
        producer.flush(PATIENCE_S)
        consumer.close()


def _once(
    producer: Producer, consumer: Consumer, topic: str, key: bytes, *, committed: bool
) -> float:
    sent = perf_counter()
    if committed:
        producer.begin_transaction()
    topic, partition, key, value = keyed(topic, TOPICS["rejected"].partitions, key, b"echo")
    producer.produce(topic, value, key, partition=partition)
    if committed:
        producer.commit_transaction()
    producer.poll(0)
    await_record(consumer, lambda record: record.key() == key)
    return (perf_counter() - sent) * 1000
