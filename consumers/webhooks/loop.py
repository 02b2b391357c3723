"""Webhooks as a process sends them: one reader of Kafka, and a thread for each endpoint."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from kafka.errors import OffsetOutOfRangeError
from sqlalchemy import Engine

from consumers.errors import WebhookError
from consumers.log_reader import open_consumer, partitions_of, topic_ids_of
from consumers.webhooks.courier import Courier
from consumers.webhooks.deliveries import Deliveries
from consumers.webhooks.endpoints import Endpoint
from consumers.webhooks.ledger import PENDING_MAX, Ledger
from consumers.webhooks.reading import BATCH_RECORDS_MAX, Reader
from consumers.webhooks.schedule import PATIENCE, Patience
from consumers.webhooks.sending import DEADLINE_S, Sender
from consumers.webhooks.signature import Secret
from schemas.connection import Connection
from schemas.topics import DEFAULT_PREFIX

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Receiver = tuple[Endpoint, Sequence[Secret]]

DELIVERED_KEPT = timedelta(days=30)
"""So long what was delivered is remembered."""
_PRUNE_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What tests shorten."""

    patience: Patience = PATIENCE
    deadline_s: float = DEADLINE_S
    pending_max: int = PENDING_MAX


LIMITS = Limits()


def send_webhooks(
    connection: Connection,
    engine: Engine,
    receivers: Sequence[Receiver],
    *,
    clock: Clock,
    prefix: str = DEFAULT_PREFIX,
    stop: Callable[[], bool] = lambda: False,
    limits: Limits = LIMITS,
) -> None:
    """Until `stop`. It goes on where the database says; what it has not settled it sends again.

    Raises Unreachable, UnknownTopics, UndecodableRecord, WrongDatabase, SenderReplaced or
    WebhookError.
    """
    endpoints = [endpoint for endpoint, _ in receivers]
    names = sorted({prefix + topic for endpoint in endpoints for topic in endpoint.topics})
    consumer = open_consumer(connection, max_poll_records=BATCH_RECORDS_MAX)
    try:
        partitions_of(consumer, names)
        ledger = Ledger.take_over(engine, pending_max=limits.pending_max)
        topic_ids = topic_ids_of(connection, names)
        reader = Reader(consumer, ledger, endpoints, prefix, topic_ids, clock)
        with _Couriers(ledger, receivers, clock, limits) as couriers:
            _read(reader, ledger, couriers, clock, stop)
    except OffsetOutOfRangeError as error:
        raise WebhookError(
            f"Kafka no longer has what comes after the database's positions ({error}). "
            "Give another database; `start` in the endpoints' file says where it begins."
        ) from error
    finally:
        consumer.close(autocommit=False)


def _read(
    reader: Reader, ledger: Ledger, couriers: "_Couriers", clock: Clock, stop: Callable[[], bool]
) -> None:
    pruned_at: datetime | None = None
    while not stop():
        couriers.require_well()
        couriers.wake(reader.step())
        now = clock()
        if pruned_at is None or now - pruned_at >= _PRUNE_EVERY:
            pruned_at = now
            ledger.prune(now - DELIVERED_KEPT)


class _Couriers:
    """A thread for each endpoint: one that hangs delays nobody else."""

    def __init__(
        self, ledger: Ledger, receivers: Sequence[Receiver], clock: Clock, limits: Limits
    ) -> None:
        self._ledger = ledger
        self._receivers = receivers
        self._clock = clock
        self._limits = limits
        self._halted = threading.Event()
        self._news = {endpoint.name: threading.Event() for endpoint, _ in receivers}
        self._failures: list[BaseException] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        couriers = [self._courier(endpoint, secrets) for endpoint, secrets in self._receivers]
        for (endpoint, _), courier in zip(self._receivers, couriers, strict=True):
            work = courier, self._news[endpoint.name]
            thread = threading.Thread(target=self._work, args=work, name=endpoint.name)
            thread.start()
            self._open.callback(thread.join)
        return self

    def __exit__(self, *_: object) -> None:
        """Attempts in hand are finished, which takes no longer than their deadline."""
        self._halted.set()
        self.wake(self._news)
        self._open.close()

    def _courier(self, endpoint: Endpoint, secrets: Sequence[Secret]) -> Courier:
        sender = Sender(endpoint, secrets, deadline_s=self._limits.deadline_s)
        return Courier(
            endpoint.name,
            self._open.enter_context(sender).send,
            Deliveries(self._ledger, endpoint.name),
            self._clock,
            patience=self._limits.patience,
        )

    def wake(self, names: "frozenset[str] | dict[str, threading.Event]") -> None:
        for name in names:
            self._news[name].set()

    def require_well(self) -> None:
        """Raises what ended a courier."""
        if self._failures:
            raise self._failures[0]

    def _work(self, courier: Courier, news: threading.Event) -> None:
        try:
            while not self._halted.is_set():
                # Cleared first: news that come during the step are not slept over.
                news.clear()
                pause = courier.step()
                if pause and not self._halted.is_set():
                    news.wait(pause)
        # A courier that ends in silence would leave its endpoint without webhooks for ever.
        except BaseException as error:
            self._failures.append(error)
