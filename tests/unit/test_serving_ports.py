"""The server's ports without a Kafka: what is told, how soon, and how often anybody is asked."""

import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from consumers.projection.database import open_database, open_for_reading
from consumers.web.ports import Away, Document
from deploy.serving.few import Few
from deploy.serving.looking import FRESH_S, Looking
from deploy.serving.ports import ports_over, today_of
from deploy.serving.reaching import reaching
from schemas.connection import Connection
from tests.golden_results import golden
from tests.unit.written_history import PREFIX, WrittenHistory
from tests.web.house import project_history


def nobody_listens() -> Connection:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Connection(f"127.0.0.1:{port}")


def not_started() -> Connection:
    raise click.ClickException("no Kafka address: start one with `pathways broker start`")


@pytest.mark.parametrize("connect", [nobody_listens, not_started])
def test_without_kafka_every_port_says_so_at_once(
    connect: Callable[[], Connection], tmp_path: Path
) -> None:
    engine = open_for_reading(f"sqlite:///{tmp_path / 'none.db'}")
    event = golden("ProposalAccepted")
    with ports_over(reaching(connect), PREFIX, engine, "sqlite://") as ports:
        begun = time.monotonic()
        for ask in (
            lambda: ports.publish(event),
            lambda: ports.explain("v", "c"),
            lambda: ports.person("c"),
            ports.status,
        ):
            with pytest.raises(Away, match=r"Kafka .*(check the address|pathways broker start)"):
                ask()
        # Each client would try for ten seconds by itself.
        assert time.monotonic() - begun < 8
        assert (datetime.now(UTC) - ports.now()).total_seconds() < 5
    engine.dispose()


def test_a_person_is_not_told_of_before_any_pool_has_a_day(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'model.db'}"
    project_history(written_history, url)
    engine = open_database(url)
    assert today_of(engine).year >= 2025
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM pools_g1")
    with pytest.raises(Away, match="pathways worker"):
        today_of(engine)
    engine.dispose()


class Clock:
    """Seconds that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_ten_people_who_look_within_seconds_ask_kafka_once() -> None:
    looks: list[int] = []

    def look() -> Document:
        looks.append(1)
        time.sleep(0.05)
        return {"look": len(looks)}

    clock = Clock()
    status = Looking(look, clock)
    found: list[Document] = []
    people = [threading.Thread(target=lambda: found.append(status())) for _ in range(10)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert found == [{"look": 1}] * 10
    clock.now = FRESH_S + 0.1
    assert status() == {"look": 2}


def test_that_kafka_is_away_is_kept_as_long_as_any_other_answer() -> None:
    looks: list[int] = []

    def look() -> Document:
        looks.append(1)
        if len(looks) == 1:
            raise Away("Kafka does not answer.")
        return {}

    clock = Clock()
    status = Looking(look, clock)
    for _ in range(3):
        with pytest.raises(Away, match="does not answer"):
            status()
    assert len(looks) == 1
    clock.now = FRESH_S + 0.1
    assert status() == {}


def test_a_few_ask_at_once_some_wait_and_the_rest_are_told_to_come_again() -> None:
    few = Few(at_once=1, waiting=1, wait_s=10)
    inside, go = threading.Event(), threading.Event()
    order: list[str] = []

    def ask(name: str) -> None:
        with few.turn():
            order.append(name)
            inside.set()
            go.wait(10)

    first = threading.Thread(target=ask, args=("first",))
    first.start()
    assert inside.wait(10)
    second = threading.Thread(target=ask, args=("second",))
    second.start()
    end = time.monotonic() + 10
    while few._places._value and time.monotonic() < end:
        time.sleep(0.01)
    with pytest.raises(Away, match="Try again"), few.turn():
        pass
    go.set()
    first.join()
    second.join()
    assert order == ["first", "second"]
    with few.turn():
        pass


def test_who_waits_too_long_is_told_to_come_again() -> None:
    few = Few(at_once=1, waiting=1, wait_s=0.05)
    with few.turn(), pytest.raises(Away), few.turn():
        pass
    with few.turn():
        pass
