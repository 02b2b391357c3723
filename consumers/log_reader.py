"""Kafka consumers as Pathways sets them up: committed records only, from a place that is known."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from consumers.errors import UnknownTopics, Unreachable
from schemas.connection import Connection
from schemas.topics import MEBIBYTE

Start = Literal["earliest", "latest"] | datetime
"""Where to begin: a datetime, with its time zone, means the first record written at or after it."""

BOOTSTRAP_TIMEOUT_MS = 10_000


def open_consumer(connection: Connection, **options: Any) -> KafkaConsumer:
    """A consumer that creates no topic, commits nothing by itself, sees only committed records.

    It raises where its place in a log is gone, unless `auto_offset_reset` says otherwise.
    Raises Unreachable.
    """
    settings = {
        "isolation_level": "read_committed",
        "enable_auto_commit": False,
        "allow_auto_create_topics": False,
        "auto_offset_reset": "none",
        "max_partition_fetch_bytes": 4 * MEBIBYTE,
        "metrics_enabled": False,
        "bootstrap_timeout_ms": BOOTSTRAP_TIMEOUT_MS,
        # A group that joined before it knew a topic made a moment ago is assigned nothing until it
        # looks again: by default after five minutes.
        "metadata_max_age_ms": 10_000,
        # By default a client sleeps up to 30 s between two attempts: it would miss the broker's
        # return by so much.
        "reconnect_backoff_max_ms": 1_000,
    }
    try:
        return KafkaConsumer(**{**settings, **connection.client_options(), **options})
    except KafkaError as error:
        problem = str(error) or type(error).__name__
        raise Unreachable(connection.bootstrap_servers, problem) from error


def partitions_of(consumer: KafkaConsumer, topics: Iterable[str]) -> list[TopicPartition]:
    """All partitions of the topics, by full name; raises UnknownTopics."""
    found = {topic: consumer.partitions_for_topic(topic) for topic in topics}
    if missing := [topic for topic, partitions in found.items() if not partitions]:
        raise UnknownTopics(missing)
    return [
        TopicPartition(topic, partition) for topic in found for partition in sorted(found[topic])
    ]


def topic_ids_of(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Kafka's own id of each topic: another one of the same name has another."""
    options = connection.client_options()
    admin = KafkaAdminClient(**options, bootstrap_timeout_ms=BOOTSTRAP_TIMEOUT_MS)
    try:
        found = admin.describe_topics(list(names))
    finally:
        admin.close()
    return {topic["name"]: str(topic["topic_id"]) for topic in found}


def start_offsets(
    consumer: KafkaConsumer, partitions: Sequence[TopicPartition], start: Start
) -> dict[TopicPartition, int]:
    """The offset of each partition at which reading from `start` begins."""
    if not partitions:
        return {}
    if start == "earliest":
        return dict(consumer.beginning_offsets(partitions))
    ends = dict(consumer.end_offsets(partitions))
    if start == "latest":
        return ends
    found = consumer.offsets_for_times(dict.fromkeys(partitions, _milliseconds(start)))
    # No record at or after the time: begin with the next one that is written.
    return {tp: place.offset if (place := found.get(tp)) else ends[tp] for tp in partitions}


def _milliseconds(start: datetime) -> int:
    if start.tzinfo is None:
        raise ValueError(f"{start} has no time zone: say which hour of the world is meant")
    return round(start.timestamp() * 1000)
