"""How far each unit is: the records that stand in its input, and how many it has folded."""

from collections import Counter
from collections.abc import Iterable
from time import monotonic, sleep
from typing import Any

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    KafkaError,
    KafkaException,
    TopicPartition,
)

from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import PoolEvaluated, UnitHealth, UnitPosition
from schemas.topics import TOPICS, UPSTREAM

LOGS = (*UPSTREAM, "candidate-log", "pool-log", "exercise-log", "leadership-log")
WORDS = ("positions", "evaluations")
Place = tuple[str, int]
"""A topic without its prefix, and a partition."""


class Quarantined(Exception):
    """A unit stands still: waiting for it would take for ever."""


class Progress:
    """Reads along with the workers; committed records only."""

    quiet_s = 0.3
    """Nothing new for this long, all folded: nothing is on its way from stage to stage."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self._prefix = prefix
        self._consumer: Any = Consumer(
            {
                "bootstrap.servers": connection.bootstrap_servers,
                "group.id": f"{prefix}progress",
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "fetch.wait.max.ms": 20,
                "fetch.queue.backoff.ms": 5,
                "fetch.message.max.bytes": 4_000_000,
            }
        )
        self._written: Counter[Place] = Counter()
        self._folded: dict[Place, int] = {}
        self._assign()

    def close(self) -> None:
        self._consumer.close()

    def look(self) -> bool:
        """Whether anything new came within the quiet time."""
        found = self._consumer.consume(1000, self.quiet_s)
        for message in found:
            if message.error():
                raise RuntimeError(str(message.error()))
            self._note(message)
        return bool(found)

    def behind(self) -> dict[Place, int]:
        """The records that wait in each partition; what upstream systems wrote counts at once."""
        ends = {(name, number): self._end(name, number) for name, number in self._upstream()}
        wanted = self._written | Counter(ends)
        waiting = {place: count - self._folded.get(place, 0) for place, count in wanted.items()}
        return {place: count for place, count in waiting.items() if count}

    def _assign(self) -> None:
        names = {TOPICS[name].full_name(self._prefix) for name in (*LOGS, *WORDS)}
        found = self._consumer.list_topics(timeout=10).topics
        self._places = [(name, number) for name in names for number in found[name].partitions]
        self._consumer.assign(
            [TopicPartition(name, number, OFFSET_BEGINNING) for name, number in self._places]
        )

    def _upstream(self) -> Iterable[Place]:
        for full_name, number in self._places:
            if (name := full_name.removeprefix(self._prefix)) in UPSTREAM:
                yield name, number

    def _end(self, name: str, number: int) -> int:
        """The offset of the end: nobody writes transactions there, so it is a count of records."""
        place = TopicPartition(self._prefix + name, number)
        until = monotonic() + 10
        while True:
            try:
                end: int = self._consumer.get_watermark_offsets(place, timeout=10)[1]
                return end
            except KafkaException as error:
                # A busy broker leads a partition a moment after it has said that it does.
                leaderless = error.args[0].code() == KafkaError.NOT_LEADER_FOR_PARTITION
                if not leaderless or monotonic() > until:
                    raise
                sleep(0.05)

    def _note(self, message: Any) -> None:
        name = message.topic().removeprefix(self._prefix)
        if name not in WORDS:
            self._written[name, message.partition()] += 1
            return
        match decode(message.value()):
            case UnitPosition(unit=unit, count=count):
                _, topic, partition = unit.split("/")
                self._folded[topic.removeprefix(self._prefix), int(partition)] = count
            case PoolEvaluated(partition=partition, to_count=count):
                self._folded["pool-log", partition] = count
            case UnitHealth(state="QUARANTINED") as health:
                raise Quarantined(f"{health.unit}: {health.reason}")
