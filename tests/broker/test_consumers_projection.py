"""The projection on a real Kafka, killed and doubled: its tables always equal the logs."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient
from sqlalchemy import Engine, Select, create_engine, func, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from consumers.errors import Superseded, UndecodableRecord, WrongDatabase
from consumers.projection.database import open_database, open_for_reading
from consumers.projection.loop import project
from consumers.projection.tables import (
    GENERATIONS,
    MEMBERSHIP_VERSIONS,
    POOLS,
    PROPOSALS,
    ROSTER,
    SOURCE_POSITIONS,
)
from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from schemas.codec import encode
from schemas.connection import Connection
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from tests.golden_results import (
    Written,
    commit,
    golden,
    membership,
    proposal,
    rejected,
    transactions,
    write,
    written,
)
from tests.read_model_rows import content
from tests.ready_process import ReadyProcess
from tests.unit.proposal_samples import full
from tests.web.stage_story import stage_story

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]

Start = Callable[..., ReadyProcess]
KILLS = 4


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a projection from a Kafka into a database; none is left running."""
    started: list[ReadyProcess] = []

    def one_more(connection: Connection, prefix: str, url: str, *options: str) -> ReadyProcess:
        where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
        log = tmp_path / f"project-{len(started)}.log"
        command = ("project", "--database", url, *where, *options)
        started.append(ReadyProcess("deploy", command, log))
        return started[-1]

    yield one_more
    for process in started:
        process.kill()
        process.wait()


def wait_for(url: str, question: Select[Any], answer: object) -> None:
    wait_until(url, question, lambda found: found == answer)


def wait_until(url: str, question: Select[Any], good: Callable[[Any], bool]) -> None:
    engine = create_engine(url)
    end = time.monotonic() + 30
    found = None
    while found is None or not good(found):
        assert time.monotonic() < end, f"the projection did not get so far: {found}"
        time.sleep(0.02)
        # The tables may not be there yet.
        with suppress(OperationalError, ProgrammingError), engine.connect() as asked:
            found = asked.execute(question).scalar()
    engine.dispose()


def some_results(seed: int, count: int) -> list[Written]:
    """Interleaved results of all kinds, each going through several versions; some told twice."""
    chance = random.Random(seed)
    results: list[Written] = [
        ("proposals", b"vac-2026-031", encode(full())),
        ("proposals", b"vac-2026-031", encode(golden("DecisionRefused"))),
    ]
    versions: dict[str, int] = {}
    for number in range(count):
        name = f"{chance.choice('cv')}-{chance.randrange(count // 5)}"
        versions[name] = versions.get(name, 0) + 1
        if name.startswith("c"):
            results.append(written(membership(name, versions[name])))
        else:
            kind = chance.choice(["Emitted", "Revised", "Withdrawn", "Deferred", "Held"])
            results.append(written(proposal(name, versions[name], kind)))
        if number % 5 == 0:
            results.append(chance.choice([fact, decision, private])(name, number))
        if number % 7 == 0:
            results.append(mark(number))
        if number % 50 == 0:
            results += [written(rejected(number)), chance.choice(results)]
    for place, told in enumerate(story_results()):
        results.insert(9 * place, told)
    return results


def story_results() -> list[Written]:
    """An exercise, forecasts and a leadership programme, in the order of each topic."""
    return [
        (topic, b"k", encode(event)) for topic, events in stage_story().items() for event in events
    ]


def fact(name: str, number: int) -> Written:
    named = replace(golden("VacancyAmended"), event_id=f"fact-{number}", vacancy_id=name)
    return "pool-log", b"COM", encode(named)


def decision(name: str, number: int) -> Written:
    named = replace(golden("OfferMade"), event_id=f"decision-{number}", vacancy_id=name)
    return "pool-log", b"COM", encode(named)


def private(name: str, number: int) -> Written:
    """What stands in the pool's log too, and is no business of the tables."""
    return "pool-log", b"COM", encode(golden("MembershipRecorded"))


def mark(number: int) -> Written:
    """How far a pool is: it comes with what the pool said, in one transaction."""
    key = f"pool-{number % 3}".encode()
    # A pool's marks stand in the partition of its own number.
    pool = partition_of(key, TOPICS["evaluations"].partitions)
    told = golden("PoolEvaluated")
    far = {"to_offset": told.from_offset + number, "to_count": told.from_count + number}
    return "evaluations", key, encode(replace(told, partition=pool, **far))


def taken_in(results: Iterable[Written]) -> int:
    """Marks are kept, too, but are no results that anybody counts."""
    alike = private("", 0)
    return sum(result != alike and result[0] != "evaluations" for result in results)


LIVES = select(func.sum(GENERATIONS.c.writer + 1_000 * GENERATIONS.c.generation)).where(
    GENERATIONS.c.state != "OBSOLETE"
)
"""Grows with each start of a projection, whatever it drops that nobody reads any more."""
WRITES = select(func.sum(GENERATIONS.c.transactions)).where(GENERATIONS.c.state == "CURRENT")


def test_killed_at_any_point_the_tables_equal_a_plain_rebuild(
    start: Start, connection: Connection, prefix: str, database_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("PATHWAYS_TEST_SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}")
    chance = random.Random(seed)
    results = some_results(seed, KILLS * 200)
    left = iter(results)
    lives = writes = 0
    with transactions(connection, f"{prefix}results") as producer:
        for kill in range(KILLS):
            # Every other one is killed while it builds new tables, or switches to them.
            options = ["--rebuild"] if kill % 2 else []
            process = start(connection, prefix, database_url, *options)
            wait_until(database_url, LIVES, lambda found: found > lives)  # noqa: B023
            commit(producer, prefix, islice(left, 10))
            if not options:
                wait_until(database_url, WRITES, lambda found: found > writes)  # noqa: B023
            for _ in range(chance.randint(1, 20)):
                commit(producer, prefix, islice(left, 10))
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
            process.wait()
            lives, writes = first(database_url, LIVES), first(database_url, WRITES)
        commit(producer, prefix, left)
    killed, plain = open_database(database_url), open_database(f"sqlite:///{tmp_path / 'plain.db'}")
    rest = project(connection, killed, prefix=prefix, to_end=True)
    assert 0 < rest < taken_in(results), "the kills met nothing at work"
    assert project(connection, plain, prefix=prefix, to_end=True) == taken_in(results)
    assert all(content(plain).values())
    assert content(killed) == content(plain)
    assert project(connection, killed, prefix=prefix, to_end=True, rebuild=True) > rest
    assert content(killed) == content(plain)
    with plain.connect() as asked:
        last = {row.vacancy_id: row.revision for row in asked.execute(select(PROPOSALS))}
    expected = {"vac-2026-031": full().revision}
    for topic, key, _ in dict.fromkeys(results):
        if topic == "proposals" and key != b"vac-2026-031":
            expected[key.decode()] = expected.get(key.decode(), 0) + 1
    assert last == expected
    killed.dispose()
    plain.dispose()


def first(url: str, question: Select[Any]) -> int:
    engine = create_engine(url)
    with engine.connect() as asked:
        found: int = asked.execute(question).scalar_one()
    engine.dispose()
    return found


def test_a_rebuild_beside_a_live_projection_is_never_seen_half_done(
    start: Start, connection: Connection, prefix: str, database_url: str, tmp_path: Path
) -> None:
    results = some_results(7, 600)
    write(connection, prefix, results[:500])
    live = start(connection, prefix, database_url)
    wait_until(database_url, VERSIONS, lambda found: found > 100)
    reader = open_for_reading(database_url)
    seen: list[int] = []
    over = threading.Event()
    watching = threading.Thread(target=watch, args=(reader, seen, over))
    watching.start()
    engine = open_database(database_url)
    project(connection, engine, prefix=prefix, to_end=True, rebuild=True)
    write(connection, prefix, results[500:])
    assert live.wait(30) == 1
    assert "Another projection has taken" in live.said()
    project(connection, engine, prefix=prefix, to_end=True)
    over.set()
    watching.join()
    plain = open_database(f"sqlite:///{tmp_path / 'plain.db'}")
    project(connection, plain, prefix=prefix, to_end=True)
    assert content(engine) == content(plain)
    assert seen == sorted(seen)
    assert seen[0] > 0
    for opened in (engine, reader, plain):
        opened.dispose()


VERSIONS = select(func.count()).select_from(MEMBERSHIP_VERSIONS)


def watch(reader: Engine, seen: list[int], over: threading.Event) -> None:
    while not over.is_set():
        with reader.connect() as asked:
            seen.append(asked.execute(VERSIONS).scalar_one())
        time.sleep(0.001)


def test_a_projection_stops_in_order_on_sigterm(
    start: Start, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    write(connection, prefix, [written(membership("c-1"))])
    url = f"sqlite:///{tmp_path / 'x.db'}"
    process = start(connection, prefix, url)
    wait_for(url, select(ROSTER.c.candidate_id), "c-1")
    process.terminate()
    assert (process.wait(20), process.said()) == (0, "1 records taken in.\n")


def test_a_second_projection_takes_over_and_the_first_one_fails_without_writing(
    connection: Connection, prefix: str, database_url: str
) -> None:
    engine = open_database(database_url)
    calls = iter(range(1_000_000))

    def second_takes_over_then_more_is_written() -> bool:
        if next(calls) == 3:
            project(connection, engine, prefix=prefix, to_end=True)
            write(connection, prefix, [written(membership("c-1"))])
        return False

    with pytest.raises(Superseded):
        project(connection, engine, prefix=prefix, stop=second_takes_over_then_more_is_written)
    assert content(engine)["roster"] == []
    project(connection, engine, prefix=prefix, to_end=True)
    assert len(content(engine)["roster"]) == 1
    engine.dispose()


def test_a_database_of_other_topics_is_refused(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    write(connection, prefix, [written(membership("c-1"))])
    project(connection, engine, prefix=prefix, to_end=True)
    apply_topics(connection, f"other.{prefix}")
    with pytest.raises(WrongDatabase, match="not in other"):
        project(connection, engine, prefix=f"other.{prefix}", to_end=True)
    admin = KafkaAdminClient(**connection.client_options())
    admin.delete_topics([prefix + "roster"])
    time.sleep(1)
    admin.close()
    apply_topics(connection, prefix)
    with pytest.raises(WrongDatabase, match="roster that is gone"):
        project(connection, engine, prefix=prefix, to_end=True)
    engine.dispose()


def test_a_position_that_kafka_no_longer_has_is_refused(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    write(connection, prefix, [written(membership("c-1"))])
    project(connection, engine, prefix=prefix, to_end=True)
    with engine.begin() as connected:
        connected.execute(SOURCE_POSITIONS.update().values(next_offset=1_000_000))
    with pytest.raises(WrongDatabase, match="no longer has"):
        project(connection, engine, prefix=prefix, stop=deadline(20))
    engine.dispose()


def deadline(seconds: float) -> Any:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def test_a_record_that_cannot_be_read_stops_it_before_that_batch(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    write(connection, prefix, [("roster", b"c|COM|P-5", b"no avro")])
    for _ in range(2):
        with pytest.raises(UndecodableRecord, match="offset 0"):
            project(connection, engine, prefix=prefix, stop=deadline(20))
    engine.dispose()


def test_what_an_aborted_transaction_wrote_never_gets_into_the_tables(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    write(connection, prefix, [written(membership("c-1"))], abort=True)
    write(connection, prefix, [written(membership("c-2"))])
    assert project(connection, engine, prefix=prefix, to_end=True) == 1
    assert [row for row in content(engine)["roster"] if "c-2" in row]
    engine.dispose()


def test_a_pool_is_never_told_to_be_further_than_what_it_said(
    connection: Connection, prefix: str, database_url: str
) -> None:
    over = threading.Event()
    engine = open_database(database_url)
    projecting = threading.Thread(
        target=project, args=(connection, engine), kwargs={"prefix": prefix, "stop": over.is_set}
    )
    projecting.start()
    try:
        with transactions(connection, f"{prefix}slow") as slow:
            slow.begin_transaction()
            topic, key, value = written(proposal("v-slow"))
            slow.send(prefix + topic, key=key, value=value)
            slow.flush()
            # The mark can be seen, and what it covers cannot yet.
            write(connection, prefix, [mark(1)])
            write(connection, prefix, [written(membership("c-1"))])
            wait_for(database_url, select(ROSTER.c.candidate_id), "c-1")
            time.sleep(0.5)
            assert first(database_url, select(func.count()).select_from(POOLS)) == 0
            slow.commit_transaction()
        wait_for(database_url, select(func.count()).select_from(POOLS), 1)
        both = select(PROPOSALS.c.vacancy_id).where(PROPOSALS.c.vacancy_id == "v-slow")
        wait_for(database_url, both, "v-slow")
    finally:
        over.set()
        projecting.join(20)
        engine.dispose()


def test_a_broker_that_dies_and_comes_back_interrupts_nothing(start: Start, tmp_path: Path) -> None:
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    connection, prefix = broker.connection(), "x."
    apply_topics(connection, prefix)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    process = start(connection, prefix, url)
    write(connection, prefix, [written(membership("c-1", 1))])
    wait_for(url, select(ROSTER.c.version), 1)
    broker.kill()
    time.sleep(1)
    broker.start()
    write(connection, prefix, [written(membership("c-1", 2))])
    wait_for(url, select(ROSTER.c.version), 2)
    process.terminate()
    assert process.wait(20) == 0
    assert process.said().endswith("2 records taken in.\n")
    broker.stop()
