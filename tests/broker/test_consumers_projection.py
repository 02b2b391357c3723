"""The projection on a real Kafka, killed and doubled: its tables always equal the logs."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient
from sqlalchemy import Engine, Select, create_engine, select
from sqlalchemy.exc import OperationalError

from consumers.errors import Superseded, UndecodableRecord, WrongDatabase
from consumers.projection.database import open_database
from consumers.projection.loop import project
from consumers.projection.tables import CONTENT, PROJECTION, PROPOSALS, ROSTER, SOURCE_POSITIONS
from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from schemas.connection import Connection
from tests.golden_results import (
    Written,
    commit,
    membership,
    proposal,
    rejected,
    transactions,
    write,
    written,
)

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]

ROOT = Path(__file__).parents[2]
KILLS = 8


def content(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(select(table)))) for table in CONTENT
        }


def start(connection: Connection, prefix: str, url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "deploy.cli.project", "--database", url]
    reached = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return subprocess.Popen([*command, *reached], cwd=ROOT, stderr=subprocess.PIPE)


def wait_for(url: str, question: Select[Any], answer: object) -> None:
    engine = create_engine(url)
    end = time.monotonic() + 20
    found = None
    while found != answer:
        assert time.monotonic() < end, f"the projection did not get so far: {found}"
        time.sleep(0.02)
        # The tables may not be there yet.
        with suppress(OperationalError), engine.connect() as asked:
            found = asked.execute(question).scalar()
    engine.dispose()


def some_results(seed: int, count: int) -> list[Written]:
    """Interleaved memberships and proposals, each going through several versions."""
    chance, results = random.Random(seed), []
    versions: dict[str, int] = {}
    for number in range(count):
        name = f"{chance.choice('cv')}-{chance.randrange(count // 5)}"
        versions[name] = versions.get(name, 0) + 1
        if name.startswith("c"):
            results.append(written(membership(name, versions[name])))
        else:
            kind = chance.choice(["Emitted", "Revised", "Withdrawn", "Deferred", "Held"])
            results.append(written(proposal(name, versions[name], kind)))
        if number % 50 == 0:
            results.append(written(rejected(number)))
    return results


def test_killed_at_any_point_the_tables_equal_a_plain_rebuild(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("PATHWAYS_TEST_SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}")
    chance = random.Random(seed)
    results = some_results(seed, KILLS * 200)
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    left = iter(results)
    with transactions(connection, "results") as producer:
        for kill in range(1, KILLS + 1):
            process = start(connection, prefix, url)
            wait_for(url, select(PROJECTION.c.writer), kill)
            for _ in range(chance.randint(1, 20)):
                commit(producer, prefix, islice(left, 10))
            time.sleep(chance.uniform(0, 0.02))
            process.kill()
            process.communicate()
        commit(producer, prefix, left)
    killed, plain = open_database(url), open_database(f"sqlite:///{tmp_path / 'plain.db'}")
    rest = project(connection, killed, prefix=prefix, to_end=True)
    assert 0 < rest < len(results), "the kills met nothing at work"
    assert project(connection, plain, prefix=prefix, to_end=True) == len(results)
    assert content(killed) == content(plain)
    with plain.connect() as asked:
        last = {row.vacancy_id: row.revision for row in asked.execute(select(PROPOSALS))}
    expected: dict[str, int] = {}
    for topic, key, _ in results:
        if topic == "proposals":
            expected[key.decode()] = expected.get(key.decode(), 0) + 1
    assert last == expected
    killed.dispose()
    plain.dispose()


def test_a_projection_stops_in_order_on_sigterm(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    write(connection, prefix, [written(membership("c-1"))])
    url = f"sqlite:///{tmp_path / 'x.db'}"
    process = start(connection, prefix, url)
    wait_for(url, select(ROSTER.c.candidate_id), "c-1")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, b"1 records taken in.\n")


def test_a_second_projection_takes_over_and_the_first_one_fails_without_writing(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
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


def test_a_broker_that_dies_and_comes_back_interrupts_nothing(tmp_path: Path) -> None:
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
    assert process.communicate(timeout=20)[1].endswith(b"2 records taken in.\n")
    broker.stop()
