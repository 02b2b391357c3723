"""The read model: how fast logs become rows beside bare inserts, and how soon a proposal is one."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from kafka import KafkaProducer
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import OperationalError

from bench.exact import WrongResult
from bench.logs import fill, keyed
from bench.site import Site
from consumers.delivery import Delivery
from consumers.projection.changes import Changes, changes
from consumers.projection.database import open_database, open_for_reading
from consumers.projection.generations import content_of
from consumers.projection.loop import BATCH_RECORDS_MAX, project
from consumers.projection.read_model import ReadModel
from consumers.projection.tables import PROPOSALS, ROSTER
from schemas.codec import encode
from schemas.events import Event, MembershipEvent, ProposalRevised
from schemas.text import from_json
from schemas.topics import TOPICS

MODULE = "deploy.cli.project"
LISTED = 10
"""People in each part of a list: what the shipped rule set cuts a list to."""
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Projected:
    """One entry for each repetition; rows of all tables per second."""

    rows: int
    rows_per_s: Sequence[float]
    bare_per_s: Sequence[float]


def projected(site: Site, memberships: int, proposals: int, rounds: int) -> Projected:
    """Kafka to committed rows in SQLite, and in turn the same rows by `executemany` alone."""
    events = [*_memberships(memberships), *long_lists(proposals)]
    prefix = _filled(site, events)
    parts = [
        changes(_deliveries(events[first : first + BATCH_RECORDS_MAX]))
        for first in range(0, len(events), BATCH_RECORDS_MAX)
    ]
    rows = sum(len(found) for part in parts for found in part.by_table().values())
    ours, bare = [], []
    for _ in range(rounds):
        with TemporaryDirectory(prefix="pathways-bench-") as folder:
            ours.append(rows / _project_s(site, prefix, Path(folder, "ours.db"), memberships))
            bare.append(rows / _insert_s(Path(folder, "bare.db"), parts))
    return Projected(rows, ours, bare)


def lags_ms(site: Site, proposals: int) -> list[float]:
    """From giving a proposal to the producer until a reader finds its row, one by one."""
    prefix = site.fresh_topics()
    with TemporaryDirectory(prefix="pathways-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'lag.db')}"
        with site.process(MODULE, prefix, ("--database", url)) as process:
            reader = open_for_reading(url)
            _await_tables(reader)
            options = {"transactional_id": f"{prefix}lag", "acks": "all"}
            producer = KafkaProducer(**site.connection.client_options(), **options)
            with closing(producer):
                producer.init_transactions()
                lags = []
                for event in long_lists(proposals):
                    process.require()
                    lags.append(_lag_ms(producer, prefix, event, reader))
            reader.dispose()
    return lags


def _lag_ms(producer: KafkaProducer, prefix: str, event: ProposalRevised, reader: Engine) -> float:
    begun = monotonic()
    producer.begin_transaction()
    key = event.vacancy_id.encode()
    producer.send(TOPICS["proposals"].full_name(prefix), key=key, value=encode(event))
    producer.commit_transaction()
    question = select(PROPOSALS.c.revision).where(PROPOSALS.c.vacancy_id == event.vacancy_id)
    while _first(reader, question) is None:
        if monotonic() - begun > TIMEOUT_S:
            raise TimeoutError(f"{event.vacancy_id} never came to be a row")
        sleep(0.001)
    return (monotonic() - begun) * 1000


def _await_tables(reader: Engine) -> None:
    until = monotonic() + TIMEOUT_S
    while monotonic() < until:
        try:
            _first(reader, select(func.count()).select_from(ROSTER))
            return
        except OperationalError:
            sleep(0.1)
    raise TimeoutError("the projection made no tables")


def _first(engine: Engine, question: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(question).scalar()


def _project_s(site: Site, prefix: str, database: Path, memberships: int) -> float:
    engine = open_database(f"sqlite:///{database}")
    begun = monotonic()
    project(site.connection, engine, prefix=prefix, to_end=True)
    seconds = monotonic() - begun
    found = _first(engine, select(func.count()).select_from(ROSTER))
    engine.dispose()
    if found != memberships:
        raise WrongResult(f"{found} of {memberships} memberships are in the table")
    return seconds


def _insert_s(database: Path, parts: Sequence[Changes]) -> float:
    """The same rows in the same transactions, into the same tables, and nothing else."""
    engine = open_database(f"sqlite:///{database}")
    model = ReadModel.take_over(engine, "bare", {})
    tables = content_of(model.generation)
    begun = monotonic()
    for part in parts:
        with engine.begin() as connection:
            for name, rows in part.by_table().items():
                if rows:
                    connection.execute(insert(tables[name]), rows)
    seconds = monotonic() - begun
    engine.dispose()
    return seconds


def _filled(site: Site, events: Iterable[Event]) -> str:
    prefix = site.fresh_topics()
    roster, proposals = TOPICS["roster"], TOPICS["proposals"]

    def records() -> Iterator[tuple[str, int, bytes, bytes]]:
        for event in events:
            topic, key = proposals, getattr(event, "vacancy_id", "")
            if isinstance(event, MembershipEvent):
                topic, key = roster, f"{event.candidate_id}|{event.job_group}|{event.grade}"
            yield keyed(topic.full_name(prefix), topic.partitions, key.encode(), encode(event))

    fill(site.connection, records())
    return prefix


def _deliveries(events: Iterable[Event]) -> Iterator[Delivery]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return (Delivery(event, "any", 0, 0, None, moment) for event in events)


def _memberships(count: int) -> Iterator[MembershipEvent]:
    example: MembershipEvent = golden_example("MembershipChanged")
    for number in range(count):
        yield replace(example, event_id=f"m-{number}", candidate_id=f"c-{number:08x}", version=1)


def long_lists(count: int, first: int = 0) -> Iterator[ProposalRevised]:
    """As long as lists get: ten people in each part, each with every rule's answer.

    `first`: the number of the first vacancy, and of the first person, who are the same in all.
    """
    example: ProposalRevised = golden_example("ProposalRevised")
    best, near = example.ranked[0], example.near_misses[0]
    unknown = example.cannot_confirm[0]
    answers = max((who.answers for who in (best, near, unknown)), key=len)
    answers = tuple(replace(answers[n % len(answers)], rule=f"H{n + 1}") for n in range(16))
    people = [f"c-{number:08x}" for number in range(first, first + 3 * LISTED)]
    lists: dict[str, Any] = {
        "ranked": tuple(
            replace(best, rank=rank, candidate_id=who, answers=answers)
            for rank, who in enumerate(people[:LISTED], 1)
        ),
        "near_misses": tuple(
            replace(near, candidate_id=who, answers=answers) for who in people[LISTED : 2 * LISTED]
        ),
        "cannot_confirm": tuple(
            replace(unknown, candidate_id=who, answers=answers) for who in people[2 * LISTED :]
        ),
    }
    for number in range(first, first + count):
        named: dict[str, Any] = {"event_id": f"p-{number}", "vacancy_id": f"v-{number:08x}"}
        yield replace(example, revision=1, **named, **lists)


def golden_example(name: str, version: int = 1) -> Any:
    """The golden example of an event."""
    text = (files("schemas") / "examples" / f"{name}.v{version}.json").read_text()
    return from_json(json.loads(text))
