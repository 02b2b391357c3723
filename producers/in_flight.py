"""Records on their way to Kafka: bounded in number and bytes, settled in the order sent."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kafka.errors import (
    AuthorizationError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    RetriableError,
)

from producers.errors import BrokerRefused, DeliveryUnknown, Failure, ProducerError, TooLarge
from producers.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Where an event stands, in every in-sync copy; the topic is with its prefix."""

    topic: str
    partition: int
    offset: int
    event_id: str


@dataclass(frozen=True, slots=True)
class _Sent:
    event_id: str
    size: int
    future: Any
    deadline: float


class InFlight:
    """What was sent and has not been answered.

    The client has no bound on its memory: this is the bound. Its own delivery timeout does not
    run while it has no producer id, so each record carries a deadline of ours as well.
    """

    def __init__(self, records_max: int, bytes_max: int, deadline_s: float) -> None:
        self._records_max = records_max
        self._bytes_max = bytes_max
        self._deadline_s = deadline_s
        self._sent: deque[_Sent] = deque()
        self._bytes = 0

    def add(self, record: Prepared, future: Any) -> None:
        deadline = time.monotonic() + self._deadline_s
        self._sent.append(_Sent(record.event_id, record.size, future, deadline))
        self._bytes += record.size

    @property
    def full(self) -> bool:
        return len(self._sent) >= self._records_max or self._bytes >= self._bytes_max

    def settle_oldest(self) -> Acknowledgement | Failure:
        """Waits for the answer to the record sent first."""
        sent = self._sent.popleft()
        self._bytes -= sent.size
        try:
            # A negative wait would be refused; zero still sees an answer that is there.
            metadata = sent.future.get(timeout=max(0.0, sent.deadline - time.monotonic()))
        except KafkaError as error:
            return Failure(sent.event_id, delivery_error(error))
        return Acknowledgement(metadata.topic, metadata.partition, metadata.offset, sent.event_id)

    def settle(self, acknowledged: Callable[[Acknowledgement], None]) -> list[Failure]:
        """Waits for every answer; tells each acknowledgement and returns the failures."""
        failures = []
        while self._sent:
            answer = self.settle_oldest()
            if isinstance(answer, Failure):
                failures.append(answer)
            else:
                acknowledged(answer)
        return failures


def delivery_error(error: KafkaError) -> ProducerError:
    """What the client's error means for the record."""
    if isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError):
        remedy = "shorten its texts and lists, or raise the topic's max.message.bytes"
        return TooLarge("", f"Kafka takes no record of this size ({error})", remedy)
    if isinstance(error, AuthorizationError):
        return BrokerRefused(f"this client may not write there: {error}; ask for the right")
    if isinstance(error, KafkaTimeoutError | RetriableError):
        return DeliveryUnknown(
            f"no acknowledgement in time ({error}): the record may or may not have been written;"
            " publish it again when Kafka answers, with the same event_id"
        )
    return BrokerRefused(f"Kafka did not take the record: {error}")
