"""Poll, save rows and positions together, go on: the projection as a process runs it."""

import logging
from collections.abc import Callable, Sequence

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import OffsetOutOfRangeError
from sqlalchemy import Engine

from consumers.delivery import KafkaRecord, delivery
from consumers.errors import WrongDatabase
from consumers.log_reader import BOOTSTRAP_TIMEOUT_MS, open_consumer, partitions_of, start_offsets
from consumers.projection.changes import changes
from consumers.projection.read_model import Place, ReadModel
from schemas.connection import Connection
from schemas.topics import DEFAULT_PREFIX

log = logging.getLogger(__name__)

TOPICS = ("roster", "proposals", "rejected")
BATCH_RECORDS_MAX = 5_000
POLL_MS = 200
"""How long one look for records may take, and so how soon `stop` is noticed."""


def project(
    connection: Connection,
    engine: Engine,
    *,
    prefix: str = DEFAULT_PREFIX,
    stop: Callable[[], bool] = lambda: False,
    to_end: bool = False,
) -> int:
    """Keeps the tables equal to the logs until `stop`; gives the number of records taken in.

    `to_end`: only up to what was committed when it began. It starts where the database says, never
    at offsets that Kafka remembers for a group.

    Raises Unreachable, UnknownTopics, UndecodableRecord, WrongDatabase or Superseded.
    """
    names = [prefix + topic for topic in TOPICS]
    consumer = open_consumer(connection, max_poll_records=BATCH_RECORDS_MAX)
    try:
        partitions = partitions_of(consumer, names)
        model = ReadModel.take_over(engine, prefix, _topic_ids(connection, names))
        _seek(consumer, partitions, model)
        ends = start_offsets(consumer, partitions, "latest") if to_end else None
        return _run(consumer, model, prefix, stop, ends)
    except OffsetOutOfRangeError as error:
        raise WrongDatabase(
            f"Kafka no longer has what comes after the database's positions ({error}). "
            "Remove the database: it is rebuilt from the logs."
        ) from error
    finally:
        consumer.close(autocommit=False)


def _run(
    consumer: KafkaConsumer,
    model: ReadModel,
    prefix: str,
    stop: Callable[[], bool],
    ends: dict[TopicPartition, int] | None,
) -> int:
    taken = 0
    while not stop() and not (ends is not None and _reached(consumer, ends)):
        batch = consumer.poll(POLL_MS)
        if batch:
            taken += _save(model, batch, prefix)
    return taken


def _save(model: ReadModel, batch: dict[TopicPartition, list[KafkaRecord]], prefix: str) -> int:
    deliveries = [delivery(record, prefix) for records in batch.values() for record in records]
    positions: dict[Place, int] = {
        (place.topic, place.partition): records[-1].offset + 1 for place, records in batch.items()
    }
    model.apply(changes(deliveries), positions)
    log.debug("%d records kept, positions %s", len(deliveries), positions)
    return len(deliveries)


def _seek(consumer: KafkaConsumer, partitions: Sequence[TopicPartition], model: ReadModel) -> None:
    consumer.assign(partitions)
    known = {tp: model.positions[tp] for tp in partitions if tp in model.positions}
    unknown = [tp for tp in partitions if tp not in known]
    for place, offset in {**start_offsets(consumer, unknown, "earliest"), **known}.items():
        consumer.seek(place, offset)


def _reached(consumer: KafkaConsumer, ends: dict[TopicPartition, int]) -> bool:
    return all(consumer.position(place) >= end for place, end in ends.items())


def _topic_ids(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    options = connection.client_options()
    admin = KafkaAdminClient(**options, bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS)
    try:
        return {
            topic["name"]: str(topic["topic_id"]) for topic in admin.describe_topics(list(names))
        }
    finally:
        admin.close()
