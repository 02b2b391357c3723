"""Poll, save rows and positions together, go on: the projection as a process runs it."""

import logging
from collections.abc import Callable, Mapping

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import OffsetOutOfRangeError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from consumers.delivery import Delivery, KafkaRecord, delivery
from consumers.errors import WrongDatabase
from consumers.log_reader import open_consumer, partitions_of, start_offsets, topic_ids_of
from consumers.projection.changes import changes
from consumers.projection.generations import Place, drop_obsolete, held_by_readers
from consumers.projection.installation import REBUILD
from consumers.projection.pool_marks import Ends, HeldMarks
from consumers.projection.read_model import ReadModel
from consumers.projection.sources import TOPICS, takes
from schemas.connection import Connection
from schemas.topics import DEFAULT_PREFIX

log = logging.getLogger(__name__)

POOL_RESULTS = ("roster", "proposals")
"""What the marks in `evaluations` cover."""
BATCH_RECORDS_MAX = 5_000
POLL_MS = 200
"""How long one look for records may take, and so how soon `stop` is noticed."""
ENDS_MS = 2_000
"""A Kafka that does not say where its logs end is asked again later, for the same reason."""


def project(
    connection: Connection,
    engine: Engine,
    *,
    prefix: str = DEFAULT_PREFIX,
    stop: Callable[[], bool] = lambda: False,
    to_end: bool = False,
    rebuild: bool = False,
) -> int:
    """Keeps the tables equal to the logs until `stop`; gives the number of records taken in.

    `to_end`: only up to what was committed when it began. It starts where the database says, never
    at offsets that Kafka remembers for a group.
    `rebuild`: makes new tables from the logs first, beside those that are read, and switches over
    once they are as far; whatever wrote to the old ones ends.

    Raises Unreachable, UnknownTopics, UndecodableRecord, WrongDatabase or Superseded.
    """
    consumer = open_consumer(connection, max_poll_records=BATCH_RECORDS_MAX)
    ends_reader = open_consumer(connection, isolation_level="read_uncommitted")
    try:
        names = [prefix + topic for topic in TOPICS]
        partitions = partitions_of(consumer, names)
        topic_ids = topic_ids_of(connection, names)
        if rebuild:
            model = ReadModel.build(engine, prefix, topic_ids)
        else:
            model = ReadModel.take_over(engine, prefix, topic_ids)
        consumer.assign(partitions)
        projecting = _Projecting(consumer, ends_reader, model, prefix, stop)
        ends = projecting.ends() if to_end or rebuild else None
        projecting.run(ends)
        if rebuild:
            projecting.switch_over()
            drop_obsolete(engine, model.generation)
        if not to_end:
            projecting.run(None)
        return projecting.taken
    except OffsetOutOfRangeError as error:
        raise WrongDatabase(
            f"Kafka no longer has what comes after the database's positions ({error}). {REBUILD}"
        ) from error
    finally:
        consumer.close(autocommit=False)
        ends_reader.close(autocommit=False)


class _Projecting:
    """Batches on their way from one consumer to one generation of tables."""

    def __init__(
        self,
        consumer: KafkaConsumer,
        ends_reader: KafkaConsumer,
        model: ReadModel,
        prefix: str,
        stop: Callable[[], bool],
    ) -> None:
        self.taken = 0
        """Records taken in."""
        self._consumer, self._model, self._prefix, self._stop = consumer, model, prefix, stop
        self._partitions = sorted(consumer.assignment())
        results = [place for place in self._partitions if self._is(place, *POOL_RESULTS)]
        self._marks = HeldMarks(lambda: dict(ends_reader.end_offsets(results, ENDS_MS)))
        self._seek()

    def ends(self) -> Ends:
        """Up to what is committed now."""
        return start_offsets(self._consumer, self._partitions, "latest")

    def run(self, ends: Ends | None) -> None:
        """Until `stop`, or until everything before `ends` is written."""
        while not self._stop():
            if ends is not None and self._reached(ends) and not self._marks:
                return
            self._take()

    def switch_over(self) -> None:
        """Readers get the new tables once those are as far as the old ones ever got."""
        missing: Mapping[Place, int] | None = None
        while not self._stop() and missing != {}:
            try:
                missing = self._model.switch(self._read_to())
            except OperationalError as error:
                if not held_by_readers(error):
                    raise
                log.info("Queries of readers are in the way of the switch; once more.")
                self._take()
                # Marks that are held back now are older than what `_read_to` would tell.
                self.run({})
                continue
            self.run({TopicPartition(*place): offset for place, offset in missing.items()})

    def _take(self) -> None:
        batch: dict[TopicPartition, list[KafkaRecord]] = self._consumer.poll(POLL_MS)
        deliveries, positions = [], {}
        for place, records in batch.items():
            if self._is(place, "evaluations"):
                self._marks.hold(records)
                continue
            positions[place.topic, place.partition] = records[-1].offset + 1
            deliveries += self._deliveries(place, records)
        marks = self._marks.release(self._reached)
        if positions or marks.positions:
            changed = changes(deliveries)
            changed.pools += marks.rows
            self._model.apply(changed, positions | marks.positions)
            self.taken += len(deliveries)
            log.debug("%d records kept, positions %s", len(deliveries), positions)

    def _deliveries(self, place: TopicPartition, records: list[KafkaRecord]) -> list[Delivery]:
        topic = place.topic.removeprefix(self._prefix)
        return [delivery(one, self._prefix) for one in records if takes(topic, one.value)]

    def _seek(self) -> None:
        positions = self._model.positions
        known = {tp: positions[tp] for tp in self._partitions if tp in positions}
        unknown = [tp for tp in self._partitions if tp not in known]
        for place, offset in {
            **start_offsets(self._consumer, unknown, "earliest"),
            **known,
        }.items():
            self._consumer.seek(place, offset)

    def _read_to(self) -> dict[Place, int]:
        """Up to where each partition has been read, records that are gone included."""
        return {
            (place.topic, place.partition): self._consumer.position(place)
            for place in self._partitions
        }

    def _reached(self, ends: Ends) -> bool:
        return all(self._consumer.position(place) >= end for place, end in ends.items())

    def _is(self, place: TopicPartition, *topics: str) -> bool:
        return place.topic.removeprefix(self._prefix) in topics
