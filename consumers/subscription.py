"""The typed subscriber for HR tools: committed events, each delivered at least once."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import CommitFailedError, RebalanceInProgressError
from kafka.structs import OffsetAndMetadata

from consumers.delivery import Delivery, KafkaRecord, delivery
from consumers.log_reader import Start, open_consumer, partitions_of, start_offsets
from consumers.wanted import EVERYTHING, Wanted
from schemas.connection import Connection
from schemas.topics import DEFAULT_PREFIX

log = logging.getLogger(__name__)

POLL_MS = 200
"""How long one look for records may take, and so how soon `stop` is noticed."""
BATCH_RECORDS_MAX = 100
"""What a crash may deliver again: a batch is committed when the loop is done with all of it."""


def _never() -> bool:
    return False


def subscribe(
    connection: Connection,
    topics: Sequence[str] = ("proposals",),
    *,
    group: str | None = None,
    prefix: str = DEFAULT_PREFIX,
    start: Start = "earliest",
    wanted: Wanted = EVERYTHING,
    stop: Callable[[], bool] = _never,
) -> "Subscription":
    """Reads topics, named without their prefix, in the order of each partition.

    With a `group`, its members share the partitions, and what they are done with is remembered in
    Kafka; `start` counts only the first time that the group reads. Without one, every partition is
    read from `start` and nothing is remembered. What is not `wanted` is passed over and counts as
    done. Iteration ends when `stop` answers True.

    Raises Unreachable or UnknownTopics; the iteration raises UndecodableRecord.
    """
    names = [prefix + topic for topic in topics]
    if group is None:
        consumer = _alone(connection, names, start)
    else:
        _settle_start(connection, names, group, start)
        consumer = _in_group(connection, names, group)
    return Subscription(consumer, prefix, stop, wanted, remembers=group is not None)


class Subscription:
    """Deliveries to loop over, inside `with`.

    A delivery counts as done when the next one is asked for, or when the block ends without an
    error. Done ones are committed a batch at a time, so a crash repeats some and loses none.
    """

    def __init__(
        self,
        consumer: KafkaConsumer,
        prefix: str,
        stop: Callable[[], bool],
        wanted: Wanted,
        *,
        remembers: bool,
    ) -> None:
        self._consumer = consumer
        self._prefix = prefix
        self._stop = stop
        self._wanted = wanted
        self._remembers = remembers
        self._pending: deque[KafkaRecord] = deque()
        self._in_hand: KafkaRecord | None = None
        self._done: dict[TopicPartition, OffsetAndMetadata] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._finish()
            self._commit()
        finally:
            self._consumer.close(autocommit=False)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Delivery:
        self._finish()
        while not self._stop():
            if not self._pending:
                self._commit()
                self._fetch()
                continue
            result = self._hand_out()
            if self._wanted.takes(result):
                return result
            self._finish()
        raise StopIteration

    def _fetch(self) -> None:
        for records in self._consumer.poll(POLL_MS).values():
            self._pending.extend(records)

    def _hand_out(self) -> Delivery:
        # A record that cannot be read stays first in line: asking again raises again.
        result = delivery(self._pending[0], self._prefix)
        self._in_hand = self._pending.popleft()
        return result

    def _finish(self) -> None:
        if self._in_hand is not None:
            place = TopicPartition(self._in_hand.topic, self._in_hand.partition)
            self._done[place] = OffsetAndMetadata(self._in_hand.offset + 1, "", -1)
            self._in_hand = None

    def _commit(self) -> None:
        done, self._done = self._done, {}
        if not (self._remembers and done):
            return
        try:
            self._consumer.commit(done)
        except (CommitFailedError, RebalanceInProgressError) as error:
            # The partitions are on their way to another member, which will deliver these again.
            log.warning("deliveries will repeat, their commit came too late: %s", error)


def _alone(connection: Connection, topics: Sequence[str], start: Start) -> KafkaConsumer:
    consumer = open_consumer(connection, max_poll_records=BATCH_RECORDS_MAX)
    with _closed_on_error(consumer):
        partitions = partitions_of(consumer, topics)
        offsets = start_offsets(consumer, partitions, start)
        consumer.assign(partitions)
        for partition, offset in offsets.items():
            consumer.seek(partition, offset)
    return consumer


def _in_group(connection: Connection, topics: Sequence[str], group: str) -> KafkaConsumer:
    consumer = open_consumer(
        connection,
        group_id=group,
        max_poll_records=BATCH_RECORDS_MAX,
        # Only a partition added after the group began has no offset yet: it is read from its start.
        auto_offset_reset="earliest",
    )
    with _closed_on_error(consumer):
        # A member that shares out a topic of which it knows no partition yet gives nobody anything,
        # and may find out late: so they are known before it joins.
        partitions_of(consumer, topics)
        consumer.subscribe(list(topics))
    return consumer


@contextmanager
def _closed_on_error(consumer: KafkaConsumer) -> Iterator[None]:
    try:
        yield
    except BaseException:
        consumer.close(autocommit=False)
        raise


def _settle_start(connection: Connection, topics: Sequence[str], group: str, start: Start) -> None:
    """Writes the group's first offsets down before anything is read.

    Otherwise a group that starts at `latest` and crashes before its first commit would start at a
    later `latest`, and what came between would be lost.
    """
    consumer = open_consumer(connection, group_id=group)
    try:
        partitions = partitions_of(consumer, topics)
        consumer.assign(partitions)
        unknown = [place for place in partitions if consumer.committed(place) is None]
        offsets = start_offsets(consumer, unknown, start)
        if offsets:
            consumer.commit({tp: OffsetAndMetadata(at, "", -1) for tp, at in offsets.items()})
    except CommitFailedError:
        # The group has members at work: the first of them has settled its start already.
        log.debug("group %s is at work already", group)
    finally:
        consumer.close(autocommit=False)
