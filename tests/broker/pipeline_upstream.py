"""Upstream systems of several kinds, all stating the same facts."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from producers.scenario import scenario
from schemas.codec import encode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.event_table import EVENT_TABLE
from schemas.events import AssessmentCompleted, AssessmentVoided, Event
from schemas.schema_files import DIRECTORY, by_fingerprint
from schemas.topics import UPSTREAM

TODAY = date(2025, 10, 1)
"""Before the day of any machine that runs this: a day that has not begun is refused."""
SINGLE_OBJECT_BYTES = 10
"""Marker and fingerprint, before the body."""

Framed = Callable[[Event], bytes]


class Written(NamedTuple):
    """A record as any system may write it; the topic without its prefix."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


@cache
def facts() -> tuple[Event, ...]:
    """Some 4 500 events about 300 people and 20 vacancies, reference data first.

    Without decisions about a revision that somebody has read: whether such a decision counts hangs
    on what was published before it, so not on the facts alone.
    """
    found = scenario(candidates=300, vacancies=20, seed=3, as_of=TODAY)
    return tuple(event for event in found if getattr(event, "revision_seen", None) is None)


def today() -> Event:
    return day_started(TODAY)


def further_facts(candidate_id: str) -> list[Event]:
    """All assessments of a person are voided: roster and lists lose somebody."""
    return [
        AssessmentVoided(
            event_id=f"voided-{it.assessment_id}",
            occurred_at=it.recorded_at,
            recorded_at=it.recorded_at,
            source=it.source,
            candidate_id=candidate_id,
            assessment_id=it.assessment_id,
            reason="the panel was not complete",
        )
        for it in facts()
        if isinstance(it, AssessmentCompleted) and it.candidate_id == candidate_id
    ]


def shuffled(events: Iterable[Event], seed: int) -> list[Event]:
    """Any order, within each topic as well."""
    found = list(events)
    Random(seed).shuffle(found)
    return found


def create_upstream_topics(
    connection: Connection, prefix: str, partitions: int, **config: str
) -> None:
    """As an organisation may have them; `reference` keeps its one partition."""
    admin = AdminClient({"bootstrap.servers": connection.bootstrap_servers})
    topics = [
        NewTopic(prefix + name, partitions, 1, config=config)
        for name in UPSTREAM
        if name != "reference"
    ]
    for created in admin.create_topics(topics).values():
        created.result()


def record_of(event: Event, framed: Framed = encode) -> Written:
    """Where and under which key the contract wants it."""
    row = EVENT_TABLE[type(event).__name__]
    key: str = getattr(event, row.key)
    return Written(row.topic, key.encode(), framed(event))


def publish_by_librdkafka(
    connection: Connection, prefix: str, events: Iterable[Event], framed: Framed = encode
) -> None:
    """With its own partitioner, which is not that of Java clients."""
    write(connection, prefix, (record_of(event, framed) for event in events))


def publish_under_other_keys(connection: Connection, prefix: str, events: Iterable[Event]) -> None:
    """As a system does that keys by something of its own."""
    keyed = (record_of(event)._replace(key=event.event_id.encode()) for event in events)
    write(connection, prefix, keyed)


def write(
    connection: Connection, prefix: str, records: Iterable[Written], **options: object
) -> None:
    """Whatever it is; acknowledged when this returns."""
    settings = {"bootstrap.servers": connection.bootstrap_servers, "linger.ms": 5}
    producer = Producer(settings | {"message.max.bytes": 64_000_000} | options)
    failures: list[Any] = []

    def acknowledged(error: Any, _: Any) -> None:
        if error:
            failures.append(error)

    for topic, key, value, headers in records:
        producer.produce(
            prefix + topic, value, key, headers=list(headers), on_delivery=acknowledged
        )
    assert producer.flush(30) == 0
    assert not failures, failures


def schema_ids() -> dict[str, int]:
    """Ids by schema that no default would guess."""
    names = [f"{schema.name}.v{schema.version}" for schema in by_fingerprint().values()]
    return {name: 2_147_483_000 - 7_919 * number for number, name in enumerate(sorted(names))}


def confluent_framed(event: Event) -> bytes:
    row = EVENT_TABLE[type(event).__name__]
    schema_id = schema_ids()[f"{row.name}.v{row.version}"]
    return b"\0" + schema_id.to_bytes(4, "big") + encode(event)[SINGLE_OBJECT_BYTES:]


def write_schema_ids(file: Path) -> None:
    file.write_text(json.dumps({str(number): name for name, number in schema_ids().items()}))


def registered_schemas() -> dict[str, str]:
    """By id, each schema with a doc and its attributes in another order: canonically the same."""
    ids = schema_ids()
    found = {}
    for schema in by_fingerprint().values():
        fields = json.loads((DIRECTORY / f"{schema.name}.v{schema.version}.avsc").read_text())
        text = json.dumps({"doc": "As registered."} | dict(reversed(fields.items())), indent=4)
        found[str(ids[f"{schema.name}.v{schema.version}"])] = text
    return found
