"""Scratch topics: those of the topic table, under a prefix where nobody lives."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deploy.topics import create_topics, partition_counts
from schemas.connection import Connection
from schemas.topics import TOPICS
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, places
from streams.history.replay.errors import NotReplayed, Taken

STATE = ("candidates", "pool-state", "exercise-state", "leadership-state", "positions")
"""What units keep for themselves, with offsets of their own logs in it."""


def require_copyable(topics: Iterable[str]) -> None:
    """Raises NotReplayed for topics whose copy would mislead a worker."""
    if private := [topic for topic in topics if topic in STATE]:
        raise NotReplayed(
            f"{', '.join(private)} hold state and offsets of their own cluster: a worker that "
            "found a copy would go on from there. Replay them to a file; a whole system moves by "
            "`pathways snapshot`"
        )


def require_scratch(connection: Connection, prefix: str, live: str) -> None:
    """Raises NotReplayed for the live prefix, Taken where workers have run."""
    if prefix == live:
        raise NotReplayed(
            f"{prefix} is where the system lives: a replay never writes there. Name another "
            f"prefix, such as topics:trial.{prefix}"
        )
    if "positions" not in partition_counts(connection, prefix, ["positions"]):
        return
    with KafkaLogs(connection, prefix).open() as reader:
        if _any(reader, "positions"):
            raise Taken(f"workers have run on {prefix}*: a system lives there. Name another prefix")


def make_topics(connection: Connection, prefix: str, counts: Mapping[str, int]) -> None:
    """Creates those that are missing, as the table has them, with so many partitions each.

    Raises Taken where one exists with another number: records keep their partition.
    """
    found = partition_counts(connection, prefix, counts)
    for topic, count in counts.items():
        if found.get(topic, count) != count:
            raise Taken(
                f"{prefix}{topic} has {found[topic]} partitions, what is replayed has {count}: "
                "records keep their partition. Name another prefix"
            )
    missing = [replace(TOPICS[topic], partitions=counts[topic])
               for topic in counts if topic not in found]  # fmt: skip
    create_topics(connection, prefix, missing)


def _any(reader: LogReader, topic: str) -> bool:
    return any(True for place in places(reader, topic) for _ in reader.read(place))
