"""The server while others fail: streams lose and repeat nothing, and everything comes back."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from schemas.connection import Connection
from tests.broker.served import PATIENCE_S, STREAM, Team, killed, wait_until
from tests.golden_results import Written, commit, proposal, transactions, write, written
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.broker

FILE = "model.db"
DOWN = "pathways_server_read_model_up 0.0"


@pytest.fixture
def team(
    connection: Connection, prefix: str, topics: object, database_url: str, tmp_path: Path
) -> Iterator[Team]:
    with closing(Team(connection, prefix, database_url, tmp_path)) as made:
        yield made


@pytest.fixture
def sqlite_team(
    connection: Connection, prefix: str, topics: object, tmp_path: Path
) -> Iterator[Team]:
    with closing(Team(connection, prefix, f"sqlite:///{tmp_path / FILE}", tmp_path)) as made:
        yield made


def lists(numbers: range) -> list[Written]:
    return [written(proposal(f"v-{number}")) for number in numbers]


def ids(numbers: range) -> list[str]:
    return sorted(f"v-{number}-1" for number in numbers)


def test_a_server_that_starts_before_anything_else_says_so_and_then_works(team: Team) -> None:
    serving = team.serve()
    with team.client("viewer") as client, team.reader(start="latest") as reader:
        page = client.get("/")
        assert page.status_code == 503
        assert "pathways project" in page.text
        assert client.get(STREAM).status_code == 503
        write(team.connection, team.prefix, lists(range(1)))
        team.project()
        wait_until(lambda: client.get("/").status_code == 200, "the page")
        wait_until(lambda: reader.connections > 0, "the stream")
        write(team.connection, team.prefix, lists(range(1, 3)))
        wait_until(lambda: {"v-1-1", "v-2-1"} <= set(reader.ids()), "what is new")
    assert serving.poll() is None


def test_sigterm_ends_open_streams_and_the_server_within_seconds(sqlite_team: Team) -> None:
    team = sqlite_team
    team.project()
    serving = team.serve()
    write(team.connection, team.prefix, lists(range(300)))
    with team.reader() as reader, team.client("viewer") as client:
        wait_until(lambda: len(reader.ids()) == 300, "all of it")
        everything = f"{team.address}{STREAM}?start=earliest"
        with (
            httpx.stream("GET", f"{team.address}{STREAM}", headers=team.headers("viewer")) as waits,
            httpx.stream("GET", f"{team.address}/live", cookies=client.cookies) as live,
            # One that asks for all and reads nothing of it.
            httpx.stream("GET", everything, headers=team.headers("auditor")),
        ):
            assert (waits.status_code, live.status_code) == (200, 200)
            time.sleep(0.5)
            begun = time.monotonic()
            serving.terminate()
            assert serving.wait(20) == 0
            took_s = time.monotonic() - begun
            # They were ended, not cut: each answer is whole.
            assert not [line for line in waits.iter_lines() if line.startswith("data")]
            assert live.read() is not None
    print(f"ended in {took_s:.1f} s")
    # Eight seconds after the signal it ends whatever holds it up; the rest is a slow machine.
    assert took_s < 12
    assert "Traceback" not in team.log("serve")


def test_killed_projections_and_servers_cost_no_reader_an_event(sqlite_team: Team) -> None:
    team = sqlite_team
    seed = int(os.environ.get("PATHWAYS_TEST_SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}")
    chance = random.Random(seed)
    count, left = 240, iter(lists(range(240)))
    projecting, serving = team.project(), team.serve()
    with team.reader() as reader, transactions(team.connection, f"{team.prefix}facts") as producer:
        for step in range(24):
            commit(producer, team.prefix, [next(left) for _ in range(10)])
            if step in (6, 14):
                seen = len(reader.ids())
                wait_until(lambda: len(reader.ids()) > seen, "anything")  # noqa: B023
                killed(projecting)
                projecting = team.project()
            if step == 14:
                killed(serving)
                serving = team.serve()
            time.sleep(chance.uniform(0, 0.1))
        wait_until(lambda: len(set(reader.ids())) == count, "every event")
        time.sleep(0.3)
    assert sorted(reader.ids()) == ids(range(count))
    print(f"let in {reader.connections} times")
    assert reader.connections >= 2


def test_a_rebuild_under_open_streams_neither_loses_nor_repeats(
    postgresql: PostgreSQL, connection: Connection, prefix: str, topics: object, tmp_path: Path
) -> None:
    with closing(Team(connection, prefix, postgresql.fresh_database(), tmp_path)) as team:
        write(connection, prefix, lists(range(40)))
        team.project()
        team.serve()
        with (
            team.reader() as old,
            team.reader("hr_partner") as whole,
            team.client("viewer") as client,
            transactions(connection, f"{prefix}facts") as producer,
        ):
            wait_until(lambda: len(old.ids()) == len(whole.ids()) == 40, "what stood before")
            rebuilding = team.project("--rebuild")
            for number in range(40, 80):
                commit(producer, prefix, lists(range(number, number + 1)))
                assert client.get("/").status_code == 200
            wait_until(lambda: len(old.ids()) >= 80 and len(whole.ids()) >= 80, "what came then")
            assert rebuilding.poll() is None
            with team.reader() as new:
                wait_until(lambda: len(new.ids()) >= 80, "all of it once more")
            time.sleep(0.3)
    assert sorted(old.ids()) == sorted(whole.ids()) == sorted(new.ids()) == ids(range(80))
    assert "near_misses" not in old.events[0]
    assert "near_misses" in whole.events[0]


def test_a_postgresql_that_goes_away_is_told_and_its_return_is_noticed(
    postgresql: PostgreSQL, connection: Connection, prefix: str, topics: object, tmp_path: Path
) -> None:
    url = postgresql.fresh_database()
    name = make_url(url).database
    with closing(Team(connection, prefix, url, tmp_path)) as team:
        write(connection, prefix, lists(range(5)))
        projecting = team.project()
        team.serve()
        with team.reader() as reader, team.client("operator") as client:
            wait_until(lambda: len(reader.ids()) == 5, "what stood before")
            postgresql.execute(
                f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false",
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            )
            wait_until(lambda: client.get("/").status_code == 503, "word of it")
            wait_until(lambda: DOWN in client.get("/api/v1/metrics").text, "the metric's word")
            # It says why it ends; whatever runs it starts it again.
            write(connection, prefix, lists(range(5, 10)))
            assert projecting.wait(PATIENCE_S) == 1
            postgresql.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
            team.project()
            wait_until(lambda: client.get("/").status_code == 200, "the page")
            wait_until(lambda: len(reader.ids()) >= 10, "what came meanwhile")
            time.sleep(0.3)
    assert sorted(reader.ids()) == ids(range(10))


def test_a_database_that_was_deleted_is_read_anew_by_itself(
    sqlite_team: Team, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    file, team = tmp_path / FILE, sqlite_team
    write(connection, prefix, lists(range(5)))
    projecting = team.project()
    team.serve()
    with team.reader() as reader, team.client("viewer") as client:
        wait_until(lambda: len(reader.ids()) == 5, "what stood before")
        projecting.terminate()
        assert projecting.wait(20) == 0
        for part in ("", "-wal", "-shm"):
            file.with_name(f"{FILE}{part}").unlink(missing_ok=True)
        write(connection, prefix, lists(range(5, 10)))
        wait_until(lambda: client.get("/").status_code == 503, "word of it")
        team.project()
        wait_until(lambda: client.get("/").status_code == 200, "the page")
        wait_until(lambda: len(reader.ids()) >= 10, "what came meanwhile")
        time.sleep(0.3)
    assert sorted(reader.ids()) == ids(range(10))


def test_a_database_that_somebody_locks_holds_up_writing_and_not_pages(
    sqlite_team: Team, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    file, team = tmp_path / FILE, sqlite_team
    write(connection, prefix, lists(range(5)))
    team.project()
    team.serve()
    with team.reader() as reader, team.client("viewer") as client:
        wait_until(lambda: len(reader.ids()) == 5, "what stood before")
        with closing(sqlite3.connect(file, isolation_level=None)) as locking:
            locking.execute("BEGIN IMMEDIATE")
            write(connection, prefix, lists(range(5, 10)))
            assert client.get("/").status_code == 200
            time.sleep(1)
            assert len(reader.ids()) == 5
        wait_until(lambda: len(reader.ids()) >= 10, "what waited")
        time.sleep(0.3)
    assert sorted(reader.ids()) == ids(range(10))
