"""The subscriber on a real Kafka: committed events only, each at least once, none in silence."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from consumers.delivery import Delivery
from consumers.errors import UndecodableRecord, UnknownTopics
from consumers.log_reader import Start
from consumers.subscription import Subscription, subscribe
from consumers.wanted import Wanted
from deploy.__main__ import main
from schemas.connection import Connection
from schemas.events import Event
from schemas.topics import Topic
from tests.golden_results import membership, proposal, transactions, write, written

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]

ROOT = Path(__file__).parents[2]


def for_seconds(
    connection: Connection,
    prefix: str,
    seconds: float = 60.0,
    group: str | None = None,
    start: Start = "earliest",
) -> Subscription:
    end = time.monotonic() + seconds
    return subscribe(
        connection,
        group=group,
        prefix=prefix,
        start=start,
        stop=lambda: time.monotonic() > end,
    )


def take(source: Subscription, count: int) -> list[Delivery]:
    with source as deliveries:
        return [next(deliveries) for _ in range(count)]


def ids(deliveries: list[Delivery]) -> list[str]:
    return [one.event.event_id for one in deliveries if isinstance(one.event, Event)]


def test_what_an_aborted_transaction_wrote_is_never_delivered(
    connection: Connection, prefix: str
) -> None:
    write(connection, prefix, [written(proposal("v", 1))], abort=True)
    write(connection, prefix, [written(proposal("v", 2))])
    with for_seconds(connection, prefix, seconds=3) as deliveries:
        assert ids(list(deliveries)) == ["v-2"]


def test_an_open_transaction_is_delivered_when_it_commits(
    connection: Connection, prefix: str
) -> None:
    with transactions(connection, "open") as producer:
        producer.begin_transaction()
        topic, key, value = written(proposal("v", 1))
        producer.send(prefix + topic, key=key, value=value).get(10)
        with for_seconds(connection, prefix, seconds=1.5) as deliveries:
            assert list(deliveries) == []
        producer.commit_transaction()
    (delivery,) = take(for_seconds(connection, prefix), 1)
    assert delivery.event == proposal("v", 1)
    assert (delivery.topic, delivery.key) == ("proposals", b"v")
    assert abs(delivery.timestamp - datetime.now(UTC)).total_seconds() < 60


def test_a_group_goes_on_after_what_it_was_done_with(connection: Connection, prefix: str) -> None:
    write(connection, prefix, [written(proposal("v", number)) for number in range(1, 6)])
    assert ids(take(for_seconds(connection, prefix, group="desk"), 2)) == ["v-1", "v-2"]
    assert ids(take(for_seconds(connection, prefix, group="desk"), 3)) == ["v-3", "v-4", "v-5"]


def test_a_delivery_whose_handling_failed_comes_again(connection: Connection, prefix: str) -> None:
    write(connection, prefix, [written(proposal("v", number)) for number in range(1, 4)])
    handled: list[Delivery] = []

    def fail_at_the_second() -> None:
        with for_seconds(connection, prefix, group="desk") as deliveries:
            for delivery in deliveries:
                if delivery.offset == 1:
                    raise ZeroDivisionError
                handled.append(delivery)

    with pytest.raises(ZeroDivisionError):
        fail_at_the_second()
    assert ids(handled) == ["v-1"]
    assert ids(take(for_seconds(connection, prefix, group="desk"), 2)) == ["v-2", "v-3"]


def test_a_record_that_cannot_be_read_is_named_and_never_skipped(
    connection: Connection, prefix: str
) -> None:
    good = written(proposal("v", 1))
    write(connection, prefix, [good, ("proposals", b"v", b"no avro"), good])
    handled: list[Delivery] = []

    def handle_all() -> None:
        with for_seconds(connection, prefix, group="desk") as deliveries:
            handled.extend(deliveries)

    for expected in (["v-1"], []):
        handled.clear()
        with pytest.raises(UndecodableRecord) as caught:
            handle_all()
        assert ids(handled) == expected
        assert (caught.value.topic, caught.value.offset) == (prefix + "proposals", 1)


def test_a_group_that_starts_at_the_end_loses_nothing_by_an_early_crash(
    connection: Connection, prefix: str
) -> None:
    write(connection, prefix, [written(proposal("v", 1))])
    subscription = for_seconds(connection, prefix, group="desk", start="latest")
    subscription.__exit__(RuntimeError, RuntimeError("crashed before its first delivery"), None)
    write(connection, prefix, [written(proposal("v", 2))])
    source = for_seconds(connection, prefix, group="desk", start="latest")
    assert ids(take(source, 1)) == ["v-2"]


def test_reading_starts_at_a_time(connection: Connection, prefix: str) -> None:
    write(connection, prefix, [written(proposal("v", 1)), written(proposal("w", 1))])
    time.sleep(0.05)
    moment = datetime.now(UTC)
    time.sleep(0.05)
    write(connection, prefix, [written(proposal("v", 2)), written(proposal("w", 2))])
    # What came before would come before them, in the partition of each.
    found = take(for_seconds(connection, prefix, start=moment), 2)
    assert sorted(ids(found)) == ["v-2", "w-2"]


def test_two_members_share_the_partitions_and_lose_nothing(
    connection: Connection, prefix: str
) -> None:
    seen: list[list[str]] = [[], []]
    done = threading.Event()

    def member(number: int) -> None:
        with subscribe(connection, group="desk", prefix=prefix, stop=done.is_set) as deliveries:
            for delivery in deliveries:
                seen[number].extend(ids([delivery]))
                time.sleep(0.005)

    members = [threading.Thread(target=member, args=(number,)) for number in range(2)]
    members[0].start()
    write(connection, prefix, [written(proposal(f"v{number}")) for number in range(200)])
    members[1].start()
    count, end = 200, time.monotonic() + 60
    while not seen[1] and time.monotonic() < end:
        # However long the group takes to share out its partitions, there is more to read then.
        more = range(count, count + 20)
        write(connection, prefix, [written(proposal(f"v{number}")) for number in more])
        count = more.stop
        time.sleep(0.2)
    expected = {f"v{number}-1" for number in range(count)}
    end = time.monotonic() + 60
    while set(seen[0]) | set(seen[1]) != expected and time.monotonic() < end:
        time.sleep(0.1)
    done.set()
    for thread in members:
        thread.join(30)
    assert set(seen[0]) | set(seen[1]) == expected
    assert seen[1], "the second member never got a partition"


def test_topics_that_do_not_exist_are_named(
    connection: Connection, topics: Mapping[str, Topic]
) -> None:
    for group in (None, "desk"):
        with pytest.raises(UnknownTopics) as caught:
            subscribe(connection, group=group, prefix="nowhere.")
        assert caught.value.topics == ("nowhere.proposals",)


def test_an_erased_membership_is_delivered_without_an_event(
    connection: Connection, prefix: str
) -> None:
    key = written(membership("c-1"))[1]
    write(connection, prefix, [written(membership("c-1")), ("roster", key, None)])
    end = time.monotonic() + 20
    with subscribe(
        connection, ("roster",), prefix=prefix, stop=lambda: time.monotonic() > end
    ) as deliveries:
        assert [(next(deliveries).event is None, next(deliveries).event)] == [(False, None)]


def test_what_is_not_wanted_is_passed_over_and_counts_as_done(
    connection: Connection, prefix: str
) -> None:
    elsewhere = [replace(proposal("v", number), job_group="RMO") for number in range(1, 6)]
    write(connection, prefix, [written(one) for one in elsewhere])
    write(connection, prefix, [written(proposal("v", 6))])
    end = time.monotonic() + 20
    wanted = Wanted(job_groups=frozenset({"COM"}))
    with subscribe(
        connection, group="desk", prefix=prefix, wanted=wanted, stop=lambda: time.monotonic() > end
    ) as deliveries:
        assert ids([next(deliveries)]) == ["v-6"]
    write(connection, prefix, [written(proposal("v", 7))])
    assert ids(take(for_seconds(connection, prefix, group="desk"), 1)) == ["v-7"]


EXAMPLE = ROOT / "docs" / "examples" / "subscriber.py"


def run_example(connection: Connection, prefix: str, database: str, lines: int) -> list[str]:
    """The first words of so many lines; then it is interrupted."""
    arguments = [connection.bootstrap_servers, prefix, "COM", database]
    with subprocess.Popen(
        [sys.executable, str(EXAMPLE), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        found = [process.stdout.readline().partition(" ")[0] for _ in range(lines)]
        process.send_signal(signal.SIGINT)
    return found


def test_the_example_of_the_guide_keeps_each_proposal_once_however_often_it_comes(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    write(connection, prefix, [written(proposal("v", 7)), written(proposal("v", 8, "Withdrawn"))])
    assert run_example(connection, prefix, database, 2) == ["kept", "kept"]
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    again = ["offsets", "reset", "hr-desk", "--to", "earliest", "--yes", *where]
    assert CliRunner().invoke(main, again).exit_code == 0
    write(connection, prefix, [written(proposal("v", 9))])
    assert run_example(connection, prefix, database, 3) == ["known", "known", "kept"]
    engine = create_engine(database)
    with engine.connect() as asked:
        rows = asked.execute(text("SELECT vacancy, revision FROM desk ORDER BY revision")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("v", 7), ("v", 8), ("v", 9)]


def test_the_guide_shows_the_example_that_is_tested() -> None:
    shown = (ROOT / "docs" / "guides" / "subscribe.md").read_text()
    assert EXAMPLE.read_text() in shown
