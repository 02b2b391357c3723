"""Webhooks from a real Kafka to a real HTTP server: each arrives, whatever is killed or hangs."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select

from consumers.errors import SenderReplaced, UndecodableRecord
from consumers.projection.database import open_database
from consumers.wanted import Wanted
from consumers.webhooks.dead_letters import dead, retry, standings
from consumers.webhooks.endpoints import Endpoint
from consumers.webhooks.loop import Limits, send_webhooks
from consumers.webhooks.schedule import Patience
from consumers.webhooks.signature import Secret
from consumers.webhooks.tables import POSITIONS
from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from schemas.connection import Connection
from tests.golden_results import Written, golden, membership, proposal, write, written
from tests.webhook_receiver import (
    PATIENCE_S,
    SECRET,
    Received,
    Receiver,
    Reply,
    receiver,
    wait_until,
)

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]

ROOT = Path(__file__).parents[2]
SOON = timedelta(milliseconds=50)
IMPATIENT = Limits(patience=Patience((SOON, SOON), rest=SOON, rest_max=SOON), deadline_s=5.0)


def to(tool: Receiver, name: str = "tool", **fields: object) -> Endpoint:
    endpoint = Endpoint(name, tool.url, ("SECRET",), start="earliest", allow_private=True)
    return replace(endpoint, **fields)  # type: ignore[arg-type]


def results(numbers: range) -> list[Written]:
    return [written(proposal(f"v-{number}")) for number in numbers]


class Sending:
    """A sender in a thread of its own; what ended it is kept."""

    def __init__(
        self,
        connection: Connection,
        prefix: str,
        engine: Engine,
        endpoints: Sequence[Endpoint],
        limits: Limits,
    ) -> None:
        self.ended_by: Exception | None = None
        self.stopped = threading.Event()
        self.thread = threading.Thread(
            target=self._run, args=(connection, prefix, engine, endpoints, limits)
        )

    def _run(
        self,
        connection: Connection,
        prefix: str,
        engine: Engine,
        endpoints: Sequence[Endpoint],
        limits: Limits,
    ) -> None:
        try:
            send_webhooks(
                connection,
                engine,
                [(one, [Secret.parse(SECRET)]) for one in endpoints],
                clock=lambda: datetime.now(UTC),
                prefix=prefix,
                stop=self.stopped.is_set,
                limits=limits,
            )
        except Exception as error:
            self.ended_by = error


class Desk:
    """Where webhooks are sent from: a Kafka, a prefix and a database."""

    def __init__(self, connection: Connection, prefix: str, engine: Engine) -> None:
        self.connection, self.prefix, self.engine = connection, prefix, engine

    def write(self, records: list[Written]) -> None:
        write(self.connection, self.prefix, records)

    @contextmanager
    def sending(self, *endpoints: Endpoint, limits: Limits = IMPATIENT) -> Iterator[Sending]:
        sender = Sending(self.connection, self.prefix, self.engine, endpoints, limits)
        sender.thread.start()
        try:
            yield sender
        finally:
            sender.stopped.set()
            sender.thread.join(PATIENCE_S)
        assert not sender.thread.is_alive()

    def waits(self, endpoint: str) -> int:
        return next(one.pending for one in standings(self.engine, [endpoint]))

    def settle(self, *endpoints: Endpoint) -> None:
        """Lets endpoints that start at the end write that end down."""
        with self.sending(*endpoints):
            wait_until(lambda: self.knows([one.name for one in endpoints]))

    def knows(self, names: list[str]) -> bool:
        standings(self.engine, names)
        with self.engine.connect() as connection:
            known = set(connection.execute(select(POSITIONS.c.endpoint)).scalars())
        return known >= set(names)


@pytest.fixture
def desk(connection: Connection, prefix: str, tmp_path: Path) -> Iterator[Desk]:
    engine = open_database(f"sqlite:///{tmp_path / 'webhooks.db'}")
    yield Desk(connection, prefix, engine)
    engine.dispose()


@pytest.fixture
def tool() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened


def test_each_result_arrives_signed_and_once(
    connection: Connection, prefix: str, tool: Receiver, database_url: str
) -> None:
    engine = open_database(database_url)
    desk = Desk(connection, prefix, engine)
    write(connection, prefix, results(range(3)), abort=True)
    key = written(membership("c-1"))[1]
    told = [written(membership("c-1")), ("roster", key, None), *results(range(20))]
    desk.write(told)
    with desk.sending(to(tool, topics=("proposals", "roster"))):
        tool.wait_for(len(told))
        wait_until(lambda: desk.waits("tool") == 0)
    # A sender that starts again has nothing to repeat.
    with desk.sending(to(tool, topics=("proposals", "roster"))):
        desk.write(results(range(20, 21)))
        tool.wait_for(len(told) + 1)
    assert len(set(tool.ids())) == len(tool.ids()) == len(told) + 1
    types = [one.verified()["type"] for one in tool.received]
    assert types.count("proposal.revised") == 21
    assert {"membership.changed", "membership.erased"} <= set(types)
    engine.dispose()


def test_an_endpoint_gets_what_it_wants_and_a_new_one_what_comes_from_now_on(
    desk: Desk, tool: Receiver
) -> None:
    desk.write(results(range(3)))
    late = to(tool, "late", start="latest")
    nobody = to(tool, "rmo", wanted=Wanted(job_groups=frozenset({"RMO"})))
    desk.settle(late, nobody)
    desk.write(results(range(3, 5)))
    with desk.sending(late, nobody):
        tool.wait_for(2)
        wait_until(lambda: desk.waits("late") == 0)
    assert sorted(tool.ids()) == ["v-3-1", "v-4-1"]


def test_an_endpoint_that_hangs_delays_nobody_else(desk: Desk, tool: Receiver) -> None:
    with receiver(lambda _: Reply(hangs=True)) as hanging:
        desk.write(results(range(30)))
        limits = replace(IMPATIENT, deadline_s=1.5)
        with desk.sending(to(hanging, "hangs"), to(tool), limits=limits):
            hanging.wait_for(1)
            begun = time.monotonic()
            tool.wait_for(30)
            assert time.monotonic() - begun < 5
            assert len(hanging.received) <= 4
        assert desk.waits("hangs") == 30


def test_a_webhook_that_fails_comes_again_with_the_same_id_and_then_is_dead(
    desk: Desk, tool: Receiver
) -> None:
    tool.reply = lambda one: Reply(500 if one.webhook_id == "v-1-1" else 204)
    desk.write(results(range(3)))
    with desk.sending(to(tool)):
        wait_until(lambda: len(dead(desk.engine)) == 1)
        (one,) = dead(desk.engine, "tool")
        assert (one.webhook_id, one.attempts, one.last_status) == ("v-1-1", 3, 500)
        assert tool.ids().count("v-1-1") == 3
        assert len({again.body for again in tool.received if again.webhook_id == "v-1-1"}) == 1
        tool.reply = lambda _: Reply()
        retry(desk.engine, "tool", ["v-1-1"], datetime.now(UTC))
        wait_until(lambda: desk.waits("tool") == 0 and not dead(desk.engine))
    assert sorted(set(tool.ids())) == ["v-0-1", "v-1-1", "v-2-1"]


def test_gone_disables_an_endpoint_and_a_retry_goes_on_where_it_was(
    desk: Desk, tool: Receiver
) -> None:
    tool.reply = lambda _: Reply(410)
    desk.write(results(range(2)))
    with receiver() as other, desk.sending(to(tool), to(other, "other")):
        wait_until(lambda: standings(desk.engine, ["tool"])[0].disabled_since is not None)
        desk.write(results(range(2, 6)))
        other.wait_for(6)
        assert len(tool.received) == 1
        tool.reply = lambda _: Reply()
        retry(desk.engine, "tool", [], datetime.now(UTC))
        tool.wait_for(7)
        wait_until(lambda: desk.waits("tool") == 0)
    assert set(tool.ids()) == {f"v-{number}-1" for number in range(6)}
    assert sorted(other.ids()) == sorted(set(tool.ids()))


def test_retry_after_is_waited_for(desk: Desk, tool: Receiver) -> None:
    moments: list[float] = []

    def busy_at_first(one: Received) -> Reply:
        moments.append(time.monotonic())
        return Reply(503, {"retry-after": "1"}) if len(moments) == 1 else Reply()

    tool.reply = busy_at_first
    desk.write(results(range(2)))
    with desk.sending(to(tool)):
        tool.wait_for(3)
    assert moments[1] - moments[0] >= 0.95


def test_for_an_endpoint_far_behind_the_rest_waits_in_kafka_and_comes_later(
    desk: Desk, tool: Receiver
) -> None:
    tool.reply = lambda _: Reply(503)
    forgiving = Patience((SOON,) * 1_000, rest=SOON, rest_max=SOON)
    limits = replace(IMPATIENT, pending_max=5, patience=forgiving)
    with receiver() as other, desk.sending(to(tool), to(other, "other"), limits=limits):
        desk.write(results(range(8)))
        wait_until(lambda: desk.waits("tool") == 8)
        desk.write(results(range(8, 40)))
        other.wait_for(40)
        assert desk.waits("tool") == 8
        tool.reply = lambda _: Reply()
        wait_until(lambda: len(set(tool.ids())) == 40)
        wait_until(lambda: desk.waits("tool") == 0)
        assert len(other.received) == 40


def test_a_second_sender_replaces_the_first(desk: Desk, tool: Receiver) -> None:
    with desk.sending(to(tool)) as first:
        wait_until(lambda: desk.knows(["tool"]))
        with desk.sending(to(tool)):
            wait_until(lambda: not first.thread.is_alive())
            assert isinstance(first.ended_by, SenderReplaced)
            desk.write(results(range(1)))
            tool.wait_for(1)


def test_a_record_that_cannot_be_read_ends_the_sender_and_is_never_skipped(
    desk: Desk, tool: Receiver
) -> None:
    desk.write([("proposals", b"v", b"no avro"), *results(range(1))])
    for _ in range(2):
        with desk.sending(to(tool)) as sender:
            sender.thread.join(PATIENCE_S)
        assert isinstance(sender.ended_by, UndecodableRecord)


def command(tmp_path: Path, tool: Receiver, connection: Connection, prefix: str) -> list[str]:
    file = tmp_path / "endpoints.toml"
    file.write_text(
        f'[[endpoint]]\nname = "tool"\nurl = "{tool.url}"\nsecrets = ["TOOL_SECRET"]\n'
        'start = "earliest"\nallow_private = true\n'
    )
    return [
        *(sys.executable, "-m", "deploy.cli.webhooks", "run", "--endpoints", str(file)),
        *("--database", f"sqlite:///{tmp_path / 'killed.db'}"),
        *("--bootstrap", connection.bootstrap_servers, "--prefix", prefix),
    ]


@contextmanager
def process(arguments: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env={**os.environ, "TOOL_SECRET": SECRET},
        stderr=subprocess.PIPE,
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def test_killed_in_the_middle_every_webhook_arrives_under_its_id(
    connection: Connection, prefix: str, tool: Receiver, tmp_path: Path
) -> None:
    count = 150
    write(connection, prefix, results(range(count)))
    arguments = command(tmp_path, tool, connection, prefix)
    for part in (20, 60):
        with process(arguments) as running:
            tool.wait_for(part)
            running.kill()
    with process(arguments) as running:
        wait_until(lambda: len(set(tool.ids())) == count)
        url = f"sqlite:///{tmp_path / 'killed.db'}"
        engine = create_engine(url)
        wait_until(lambda: standings(engine, ["tool"])[0].delivered == count)
        engine.dispose()
        running.terminate()
        assert running.wait(PATIENCE_S) == 0
    repeated = len(tool.ids()) - count
    print(f"{repeated} of {count} came twice")
    assert repeated <= 2, "only what was in the sender's hand may come again"
    bodies = {one.webhook_id: one.body for one in tool.received}
    assert all(bodies[one.webhook_id] == one.body for one in tool.received)
    assert tool.received[-1].verified()["type"] == "proposal.revised"


def test_kafka_may_go_away_and_come_back(tmp_path: Path, tool: Receiver) -> None:
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    connection, prefix = broker.connection(), "x."
    apply_topics(connection, prefix)
    write(connection, prefix, results(range(1)))
    tool.reply = lambda _: Reply(500)
    with process(command(tmp_path, tool, connection, prefix)) as running:
        tool.wait_for(1)
        broker.kill()
        # What waits is sent while Kafka is away.
        tool.reply = lambda _: Reply()
        tool.wait_for(2)
        broker.start()
        write(connection, prefix, results(range(1, 3)))
        wait_until(lambda: len(set(tool.ids())) == 3)
        assert running.poll() is None
    broker.stop()


def test_topics_made_anew_are_read_from_their_start_and_nothing_comes_twice(
    desk: Desk, tool: Receiver
) -> None:
    desk.write([*results(range(3)), ("proposals", b"v", golden_bytes())])
    with desk.sending(to(tool)):
        tool.wait_for(4)
        wait_until(lambda: desk.waits("tool") == 0)
    with desk.engine.begin() as connection:
        connection.execute(POSITIONS.update().values(topic_id="another", next_offset=7_000))
    desk.write(results(range(3, 4)))
    with desk.sending(to(tool)):
        tool.wait_for(5)
        wait_until(lambda: desk.waits("tool") == 0)
    assert len(tool.ids()) == len(set(tool.ids())) == 5


def golden_bytes() -> bytes:
    value = written(replace(golden("ProposalWithdrawn"), event_id="withdrawn-1"))[2]
    assert value is not None
    return value
