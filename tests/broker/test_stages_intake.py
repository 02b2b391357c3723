"""Intake and candidates on a real Kafka: every record ends somewhere, the worst in `rejected`."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from deploy.topics import apply_topics
from schemas import codec, schema_files
from schemas.connection import Connection
from schemas.events import AssessmentCompleted, EventRejected, MembershipRecorded
from schemas.headers import ORIGIN
from schemas.text import from_json
from schemas.topics import MEBIBYTE, TOPICS
from streams.candidates.people import People
from streams.candidates.stage import candidates_stage
from streams.engine.app import build_app, work
from streams.intake.dead_letters import KEY_BYTES_MAX, VALUE_BYTES_MAX
from streams.intake.stage import intake_stage
from streams.positions import positions_log

pytestmark = pytest.mark.broker

PATIENCE_S = 60.0
EXAMPLE = Path(schema_files.__file__).parent / "examples" / "AssessmentCompleted.v1.json"
TOO_LARGE = bytes(range(256)) * (MEBIBYTE // 256) + b"one more"
BEYOND = bytes(range(256)) * (5 * MEBIBYTE // 256)
"""Larger than any record that `rejected` takes."""
BAD: tuple[tuple[bytes | None, bytes | None], ...] = (
    (b"k-null", None),
    (b"k-random", b"\x8f\x00\xffwhatever"),
    (None, b""),
    (b"k-large", TOO_LARGE),
    (b"k" * MEBIBYTE, BEYOND),
)


@dataclass(frozen=True)
class Line:
    """One committed record."""

    partition: int
    key: bytes | None
    value: bytes
    origin: bytes

    @classmethod
    def of(cls, message: Any) -> "Line":
        headers = dict(message.headers() or ())
        origin = headers.get(ORIGIN, b"")
        return cls(message.partition(), message.key(), message.value() or b"", origin)


def assessments(number: int) -> list[AssessmentCompleted]:
    example = from_json(json.loads(EXAMPLE.read_text()))
    assert isinstance(example, AssessmentCompleted)
    return [
        replace(
            example,
            event_id=f"e-{it}",
            assessment_id=f"a-{it}",
            candidate_id=f"c-{it % 7}",
            occurred_at=example.occurred_at + timedelta(seconds=it),
        )
        for it in range(number)
    ]


def publish(connection: Connection, topic: str) -> None:
    """Bad records among good ones, all to one partition."""
    good = [(b"any key", codec.encode(event)) for event in assessments(30)]
    producer = Producer(
        {"bootstrap.servers": connection.bootstrap_servers, "message.max.bytes": 16 * MEBIBYTE}
    )
    for key, value in (*good[:10], *BAD, *good[10:]):
        producer.produce(topic, value, key, partition=0)
    assert producer.flush(PATIENCE_S) == 0


def create_with_large_records(connection: Connection, topic: str) -> None:
    """An upstream's own topic, with a limit of its own."""
    admin = AdminClient({"bootstrap.servers": connection.bootstrap_servers})
    config = {"max.message.bytes": str(16 * MEBIBYTE)}
    for created in admin.create_topics([NewTopic(topic, 1, 1, config=config)]).values():
        created.result()


def lines(connection: Connection, topic: str) -> list[Line]:
    """The committed records of all partitions, each in its order."""
    partitions = TOPICS[topic.split(".", 1)[1]].partitions
    consumer = Consumer(
        {
            "bootstrap.servers": connection.bootstrap_servers,
            "group.id": f"reader of {topic}",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    consumer.assign([TopicPartition(topic, it, OFFSET_BEGINNING) for it in range(partitions)])
    found: list[Line] = []
    ended: set[int] = set()
    while len(ended) < partitions:
        for message in consumer.consume(500, 0.2):
            if message.error() is None:
                found.append(Line.of(message))
            else:
                assert message.error().code() == KafkaError._PARTITION_EOF, message.error()
                ended.add(message.partition())
    consumer.close()
    return sorted(found, key=lambda line: line.partition)


async def still_wanted(connection: Connection, prefix: str, wanted: Mapping[str, int]) -> bool:
    for name, number in wanted.items():
        if len(await asyncio.to_thread(lines, connection, prefix + name)) < number:
            return True
    return False


async def run_until(connection: Connection, prefix: str, wanted: Mapping[str, int]) -> None:
    """A worker in this process, until each topic holds as many records as wanted."""
    positions = positions_log(prefix)
    stages = [intake_stage(positions, prefix), candidates_stage(positions, prefix)]
    app = build_app(connection, f"{prefix}stages", stages, positions)
    stop = asyncio.Event()
    working = asyncio.create_task(work(app, stop))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not working.done() and await still_wanted(connection, prefix, wanted):
                await asyncio.sleep(0.2)
    finally:
        stop.set()
        await working


def test_each_record_is_routed_or_kept_as_a_dead_letter_exactly_once(
    connection: Connection, prefix: str
) -> None:
    topic = f"{prefix}assessments"
    create_with_large_records(connection, topic)
    apply_topics(connection, prefix)
    publish(connection, topic)
    asyncio.run(run_until(connection, prefix, {"candidate-log": 30, "rejected": 5, "pool-log": 30}))

    routed = lines(connection, f"{prefix}candidate-log")
    rejected = lines(connection, f"{prefix}rejected")
    offsets = [int(line.origin.rsplit(b"/", 1)[1]) for line in (*routed, *rejected)]
    assert sorted(offsets) == list(range(35))
    letters = sorted((codec.decode(it.value) for it in rejected), key=lambda it: it.offset)
    assert all(isinstance(letter, EventRejected) for letter in letters)
    assert [letter.reason for letter in letters] == [
        "NO_VALUE",
        "UNKNOWN_FRAMING",
        "UNKNOWN_FRAMING",
        "TOO_LARGE",
        "TOO_LARGE",
    ]
    assert [letter.value for letter in letters] == [
        *(value for _, value in BAD[:-1]),
        BEYOND[:VALUE_BYTES_MAX],
    ]
    assert [letter.key for letter in letters[:-1]] == [key for key, _ in BAD[:-1]]
    assert letters[-1].key == b"k" * KEY_BYTES_MAX


def test_memberships_and_states_are_those_of_a_fold_over_the_logs_alone(
    connection: Connection, prefix: str
) -> None:
    apply_topics(connection, prefix)
    producer = Producer({"bootstrap.servers": connection.bootstrap_servers})
    for event in assessments(60):
        producer.produce(f"{prefix}assessments", codec.encode(event), b"any key")
    assert producer.flush(PATIENCE_S) == 0
    asyncio.run(run_until(connection, prefix, {"candidate-log": 60, "pool-log": 60}))

    told: list[bytes] = []
    states: dict[bytes, bytes] = {}
    log = lines(connection, f"{prefix}candidate-log")
    for partition in {line.partition for line in log}:
        people = People(partition)
        mine = (line for line in log if line.partition == partition)
        for count, line in enumerate(mine, 1):
            told.extend(codec.encode(it) for it in people.fold(line.value, count))
        people.take_changes()
        states |= people.states()
    recorded = [line.value for line in lines(connection, f"{prefix}pool-log")]
    assert sorted(recorded) == sorted(told)
    assert all(isinstance(codec.decode(value), MembershipRecorded) for value in recorded)
    last = {line.key: line.value for line in lines(connection, f"{prefix}candidates")}
    assert last == states
