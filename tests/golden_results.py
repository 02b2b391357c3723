"""Results as the pool and intake would write them, made from the golden examples."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kafka import KafkaProducer

from schemas.codec import encode
from schemas.connection import Connection
from schemas.events import EventRejected, MembershipEvent, ProposalEvent
from schemas.text import from_json

EXAMPLES = Path(__file__).parents[1] / "schemas" / "examples"

Written = tuple[str, bytes, bytes | None]
"""Topic without prefix, key, value."""
Placed = tuple[str, bytes, bytes | None, int]
"""The same with the partition, where the key does not decide it."""


def golden(name: str) -> Any:
    return from_json(json.loads((EXAMPLES / f"{name}.v1.json").read_text()))


def membership(candidate: str, version: int = 1, status: str = "ACTIVE") -> MembershipEvent:
    event: MembershipEvent = golden("MembershipChanged")
    changed: Any = {"candidate_id": candidate, "version": version, "status": status}
    return replace(event, event_id=f"{candidate}-{version}", **changed)


def proposal(vacancy: str, revision: int = 1, kind: str = "Revised") -> ProposalEvent:
    event: ProposalEvent = golden(f"Proposal{kind}")
    return replace(event, event_id=f"{vacancy}-{revision}", vacancy_id=vacancy, revision=revision)


def rejected(offset: int) -> EventRejected:
    event: EventRejected = golden("EventRejected")
    return replace(event, event_id=f"rejected-{offset}", offset=offset)


def written(event: MembershipEvent | ProposalEvent | EventRejected) -> Written:
    match event:
        case MembershipEvent():
            key = f"{event.candidate_id}|{event.job_group}|{event.grade}"
            return "roster", key.encode(), encode(event)
        case ProposalEvent():
            return "proposals", event.vacancy_id.encode(), encode(event)
        case EventRejected():
            return "rejected", event.key or b"", encode(event)


@contextmanager
def transactions(connection: Connection, name: str) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**connection.client_options(), transactional_id=name, acks="all")
    try:
        producer.init_transactions()
        yield producer
    finally:
        producer.close()


def commit(
    producer: KafkaProducer,
    prefix: str,
    records: Iterable[Written | Placed],
    *,
    abort: bool = False,
) -> None:
    """One transaction."""
    producer.begin_transaction()
    for topic, key, value, *partition in records:
        producer.send(prefix + topic, key=key, value=value, partition=next(iter(partition), None))
    producer.flush()
    if abort:
        producer.abort_transaction()
    else:
        producer.commit_transaction()


def write(
    connection: Connection, prefix: str, records: Iterable[Written | Placed], *, abort: bool = False
) -> None:
    """One transaction by a producer of its own, over for every reader when this returns."""
    with transactions(connection, f"{prefix}test") as producer:
        commit(producer, prefix, records, abort=abort)
    # A commit is answered before its markers stand in every partition, and readers wait for those.
    # The next producer of this name is let in only when they do.
    with transactions(connection, f"{prefix}test"):
        pass
