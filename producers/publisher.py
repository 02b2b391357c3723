"""Typed events in, acknowledged offsets out: how an upstream system writes to Pathways."""

import contextlib
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Literal, Self

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from producers.addresses import require_listener
from producers.errors import (
    BrokerRefused,
    BrokerUnreachable,
    Closed,
    Failure,
    NotAllPublished,
    ProducerError,
    TopicMissing,
)
from producers.in_flight import Acknowledgement, InFlight, delivery_error
from producers.prepared import Prepared, prepare
from schemas.connection import Connection
from schemas.topics import DEFAULT_PREFIX, MEBIBYTE, RECORD_BYTES_MAX

__all__ = ["Acknowledgement", "Compression", "Publisher"]

IN_FLIGHT_RECORDS_MAX = 5_000
IN_FLIGHT_BYTES_MAX = 16 * MEBIBYTE
BATCH_BYTES = 65_536
CONNECT_SECONDS = 10
# Each call has settled what it sent: what is still there then was told as unknown before.
CLOSE_SECONDS = 1
# Beyond the client's own delivery timeout, so that ours speaks only where that one is silent.
GRACE_SECONDS = 2

Compression = Literal["gzip"]
Told = Callable[[Acknowledgement], None]


class Publisher:
    """Writes upstream events to the topics and under the keys that the event table states.

    Idempotent, acknowledged by every in-sync copy, spread over partitions by murmur2 of the key.
    Each call returns when all its events are acknowledged, so that nothing is pending between
    calls and nothing is lost by closing. One thread at a time.

    Raises BrokerUnreachable or BrokerRefused when it is made.
    """

    def __init__(
        self,
        connection: Connection,
        prefix: str = DEFAULT_PREFIX,
        *,
        compression: Compression | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        """`timeout_s`: for how long a record may stay without acknowledgement."""
        self._connection = connection
        self._prefix = prefix
        self._in_flight = InFlight(
            IN_FLIGHT_RECORDS_MAX, IN_FLIGHT_BYTES_MAX, timeout_s + GRACE_SECONDS
        )
        require_listener(connection.bootstrap_servers, CONNECT_SECONDS)
        with self._reaching():
            self._topics = _topics_at(connection)
            self._producer: Any = KafkaProducer(**_options(connection, compression, timeout_s))
        self._closed = False

    def publish(self, event: Any) -> Acknowledgement:
        """Writes one event and waits until it is acknowledged.

        Raises what is wrong with the event (Refused), TopicMissing, or why it was not acknowledged.
        """
        self._require_open()
        self._send(event)
        answer = self._in_flight.settle_oldest()
        if isinstance(answer, Failure):
            raise answer.error
        return answer

    def publish_all(self, events: Iterable[Any]) -> tuple[Acknowledgement, ...]:
        """Writes events in their order; when it returns, all are acknowledged.

        Raises NotAllPublished, which names what was not; for millions, use `publish_stream`.
        """
        acknowledgements: list[Acknowledgement] = []
        self.publish_stream(events, acknowledgements.append)
        return tuple(acknowledgements)

    def publish_stream(self, events: Iterable[Any], acknowledged: Told) -> int:
        """As `publish_all`, in constant memory: tells each acknowledgement, returns their number.

        At the first failure it takes no more events, waits for those on their way and raises
        NotAllPublished. An error of `events` itself is raised after the same wait.
        """
        self._require_open()
        count = 0

        def tell(acknowledgement: Acknowledgement) -> None:
            nonlocal count
            count += 1
            acknowledged(acknowledgement)

        try:
            failures = self._send_until_failure(events, tell)
        except BaseException as error:
            for failure in self._in_flight.settle(tell):
                error.add_note(f"not acknowledged: {failure.event_id}: {failure.error}")
            raise
        failures += self._in_flight.settle(tell)
        if failures:
            raise NotAllPublished(count, failures) from failures[0].error
        return count

    def close(self) -> None:
        """Closes the connection; nothing is pending, for each call waited for its own events."""
        if self._closed:
            return
        self._closed = True
        try:
            self._producer.close(timeout=CLOSE_SECONDS)
        except KafkaTimeoutError:
            # The client gives up with its thread and sockets still there when a batch hangs,
            # which it does for ever without a producer id. Its caller was told long ago.
            self._producer._sender.force_close()
            self._producer._sender.join(CONNECT_SECONDS)
            self._producer.close(timeout=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _require_open(self) -> None:
        if self._closed:
            raise Closed("this publisher was closed; make another one")

    def _send_until_failure(self, events: Iterable[Any], tell: Told) -> list[Failure]:
        for event in events:
            if self._in_flight.full:
                answer = self._in_flight.settle_oldest()
                if isinstance(answer, Failure):
                    return [answer, Failure(_id_of(event), ProducerError("it was not sent"))]
                tell(answer)
            try:
                self._send(event)
            except ProducerError as error:
                return [Failure(_id_of(event), error)]
        return []

    def _send(self, event: Any) -> None:
        record = prepare(event)
        topic = self._prefix + record.topic
        self._require_topic(topic)
        self._in_flight.add(record, self._handed_over(topic, record))

    def _handed_over(self, topic: str, record: Prepared) -> Any:
        try:
            return self._producer.send(
                topic, value=record.value, key=record.key, headers=record.headers
            )
        except KafkaError as error:
            raise delivery_error(error) from error

    def _require_topic(self, topic: str) -> None:
        """Asked of Kafka: the client only waits, be it a topic or the broker that is missing."""
        if topic in self._topics:
            return
        with self._reaching():
            self._topics = _topics_at(self._connection)
        if topic not in self._topics:
            raise TopicMissing(topic, self._connection.bootstrap_servers)

    @contextlib.contextmanager
    def _reaching(self) -> Any:
        try:
            yield
        except KafkaTimeoutError as error:
            raise BrokerUnreachable(self._connection.bootstrap_servers, str(error)) from error
        except KafkaError as error:
            address = self._connection.bootstrap_servers
            raise BrokerRefused(f"Kafka at {address} refused the connection: {error}") from error


def _options(
    connection: Connection, compression: Compression | None, timeout_s: float
) -> dict[str, Any]:
    delivery_ms = round(timeout_s * 1000)
    return connection.client_options() | {
        "enable_idempotence": True,
        "acks": "all",
        "compression_type": compression,
        "batch_size": BATCH_BYTES,
        # One record at the limit with its key and headers; we refuse larger values by ourselves.
        "max_request_size": 2 * RECORD_BYTES_MAX,
        "delivery_timeout_ms": delivery_ms,
        "request_timeout_ms": min(10_000, delivery_ms),
        "max_block_ms": delivery_ms,
        "bootstrap_timeout_ms": CONNECT_SECONDS * 1000,
        # By default a client sleeps up to 30 s between two attempts: a record that is sent just
        # after the broker's return would wait for so long.
        "reconnect_backoff_max_ms": 1_000,
        # A misspelt topic must be an error, not a new topic.
        "allow_auto_create_topics": False,
        "metrics_enabled": False,
    }


def _topics_at(connection: Connection) -> frozenset[str]:
    admin: Any = KafkaAdminClient(
        **connection.client_options(), bootstrap_timeout_ms=CONNECT_SECONDS * 1000
    )
    try:
        return frozenset(admin.list_topics())
    finally:
        admin.close()


def _id_of(event: Any) -> str:
    return str(getattr(event, "event_id", repr(event)[:60]))
