"""Groups of subscribers on a real Kafka: shown as they are, and reset while nobody reads."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaAdminClient, TopicPartition
from kafka.structs import OffsetAndMetadata

from consumers.subscription import subscribe
from deploy.__main__ import main
from schemas.connection import Connection
from schemas.events import Event
from tests.golden_results import proposal, write, written

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]

PATIENCE_S = 30.0


class Desk:
    """A subscriber that reads `proposals` as the group `desk`."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self.connection, self.prefix = connection, prefix
        self.name = f"{prefix}desk"

    def read(self, count: int) -> list[str]:
        """The next events of the group; it is gone again when this returns."""
        until = time.monotonic() + PATIENCE_S
        source = subscribe(
            self.connection,
            group=self.name,
            prefix=self.prefix,
            stop=lambda: time.monotonic() > until,
        )
        with source as deliveries:
            events = [next(deliveries).event for _ in range(count)]
        return [event.event_id for event in events if isinstance(event, Event)]

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Reads in the background, all that there is and comes."""
        done, begun = threading.Event(), threading.Event()

        def member() -> None:
            source = subscribe(
                self.connection, group=self.name, prefix=self.prefix, stop=done.is_set
            )
            with source as deliveries:
                for _ in deliveries:
                    begun.set()

        thread = threading.Thread(target=member)
        thread.start()
        try:
            assert begun.wait(PATIENCE_S)
            yield
        finally:
            done.set()
            thread.join(PATIENCE_S)

    def run(self, *arguments: str, typed: str = "") -> Result:
        where = ["--bootstrap", self.connection.bootstrap_servers, "--prefix", self.prefix]
        return CliRunner().invoke(main, ["offsets", *arguments, *where], input=typed)

    def lag(self) -> int:
        said = json.loads(self.run("show", self.name, "--json").stdout)
        return sum(share["lag"] for share in said["shares"])


@pytest.fixture
def desk(connection: Connection, prefix: str) -> Desk:
    return Desk(connection, prefix)


def test_a_reset_group_goes_on_where_it_was_set(desk: Desk) -> None:
    write(desk.connection, desk.prefix, [written(proposal("v", number)) for number in (1, 2)])
    moment = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    write(desk.connection, desk.prefix, [written(proposal("v", number)) for number in (3, 4)])
    assert desk.read(4) == ["v-1", "v-2", "v-3", "v-4"]
    assert desk.lag() == 0
    reset = ("reset", desk.name, "--topic", "proposals", "--to")
    assert desk.run(*reset, "earliest", "--dry-run").exit_code == 0
    assert desk.run(*reset, "earliest", typed="n\n").exit_code == 1
    assert desk.lag() == 0
    assert desk.run(*reset, "earliest", typed="y\n").exit_code == 0
    assert desk.lag() == 4
    assert desk.run(*reset, moment, "--yes").exit_code == 0
    assert desk.read(2) == ["v-3", "v-4"]
    # One of these four offsets is the marker between the two transactions.
    assert desk.run(*reset, "shift:-4", "--yes").exit_code == 0
    assert desk.read(3) == ["v-2", "v-3", "v-4"]


def test_a_group_that_is_alive_is_shown_with_its_members_and_never_reset(desk: Desk) -> None:
    write(desk.connection, desk.prefix, [written(proposal("v", 1))])
    with desk.alive():
        until = time.monotonic() + PATIENCE_S
        while desk.run("show", desk.name).exit_code:
            assert time.monotonic() < until
        shown = desk.run("show", desk.name).stdout
        done = desk.run("reset", desk.name, "--to", "earliest", "--yes")
    assert "1 members" in shown
    assert "kafka-python" in shown
    assert done.exit_code == 1
    assert "is alive" in done.stderr
    assert "Stop its members" in done.stderr
    assert desk.run("reset", desk.name, "--to", "earliest", "--yes").exit_code == 0


def test_groups_that_cannot_be_reset_are_told_apart(desk: Desk) -> None:
    write(desk.connection, desk.prefix, [written(proposal("v", 1))])
    desk.read(1)
    unknown = desk.run("show", "nobody")
    assert (unknown.exit_code, desk.name in unknown.stderr) == (1, True)
    workers = f"{desk.prefix}worker"
    admin = KafkaAdminClient(**desk.connection.client_options())
    try:
        hint = OffsetAndMetadata(0, "", -1)
        admin.alter_group_offsets(workers, {TopicPartition(f"{desk.prefix}pool-log", 0): hint})
    finally:
        admin.close()
    done = desk.run("reset", workers, "--to", "earliest", "--yes")
    assert done.exit_code == 1
    assert "nothing reads them" in done.stderr
    for to, says in (
        ("2019-01-01", "lies before all that is kept"),
        ("2099-01-01", "nothing was written"),
    ):
        refused = desk.run("reset", desk.name, "--to", to, "--yes")
        assert (refused.exit_code, says in refused.stderr) == (1, True)
    assert desk.run("reset", desk.name, "--to", "noon").exit_code == 2
    assert desk.lag() == 0
