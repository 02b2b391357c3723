"""`pathways status` and `pathways watch` against a real Kafka that nobody but the test wrote to."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaProducer

from deploy.cli.project import project
from deploy.cli.status import status
from deploy.cli.watch import watch
from schemas.codec import encode
from schemas.connection import Connection
from schemas.events import PoolEvaluated, UnitHealth, UnitPosition
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from tests.golden_results import Placed, Written, membership, proposal, rejected, write, written

pytestmark = pytest.mark.broker


@pytest.fixture
def options(connection: Connection, prefix: str) -> list[str]:
    return ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]


def ask(options: list[str]) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(status, [*options, "--json"])
    return result.exit_code, json.loads(result.output)


def position(unit: str, offset: int) -> Written:
    record = UnitPosition(unit=unit, offset=offset, count=offset)
    return "positions", unit.encode(), encode(record)


def health(unit: str, state: Any, offset: int) -> Placed:
    _, topic, partition = unit.split("/")
    record = UnitHealth(
        unit=unit,
        state=state,
        topic=topic,
        partition=int(partition),
        offset=offset,
        reason="ValueError: bad" if state == "QUARANTINED" else "",
    )
    # It stands where the unit's position does: of the two the later one holds.
    beside = partition_of(unit.encode(), TOPICS["positions"].partitions)
    return "positions", f"health/{unit}".encode(), encode(record), beside


def evaluated(unit: str, to_offset: int) -> Written:
    mark = PoolEvaluated(
        partition=int(unit.split("/")[2]),
        from_offset=0,
        to_offset=to_offset,
        from_count=0,
        to_count=to_offset,
        day=None,
        rule_set=None,
        decision_version=1,
        vacancies_evaluated=0,
        proposals_emitted=0,
        roster_changes=0,
    )
    return "evaluations", unit.encode(), encode(mark)


def write_to(connection: Connection, topic: str, partition: int, count: int) -> None:
    producer = KafkaProducer(**connection.client_options())
    for _ in range(count):
        producer.send(topic, value=b"x", partition=partition)
    producer.close()


def test_status_says_that_no_topic_exists(options: list[str]) -> None:
    result = CliRunner().invoke(status, options)
    assert result.exit_code == 4
    assert "No topic exists yet: run `pathways topics create`" in result.output


@pytest.mark.usefixtures("topics")
def test_status_says_that_no_worker_has_ever_run(
    options: list[str], connection: Connection, prefix: str
) -> None:
    write_to(connection, prefix + "vacancies", 1, 3)
    code, found = ask(options)
    (unit,) = [one for one in found["units"] if one["state"] != "no input"]
    assert (unit["stage"], unit["topic"], unit["partition"]) == ("intake", "vacancies", 1)
    assert (unit["state"], unit["lag"], found["worker_has_run"]) == ("never ran", 3, False)
    assert code == 0
    assert "No worker has taken in anything yet" in CliRunner().invoke(status, options).output


@pytest.mark.usefixtures("topics")
def test_status_counts_waiting_records_and_not_the_markers_of_transactions(
    options: list[str], connection: Connection, prefix: str
) -> None:
    write(connection, prefix, [("vacancies", b"v", b"1"), ("vacancies", b"v", b"2")])
    write(connection, prefix, [("vacancies", b"v", b"3")])
    write(connection, prefix, [("vacancies", b"v", b"4")], abort=True)
    _, before = ask(options)
    (place,) = [one["partition"] for one in before["units"] if one["state"] == "never ran"]
    unit = f"intake/{prefix}vacancies/{place}"
    for offset, waiting in ((0, 3), (2, 1), (4, 0)):
        write(connection, prefix, [position(unit, offset)])
        _, found = ask(options)
        (told,) = [one for one in found["units"] if one["offset"] is not None]
        assert (told["lag"], told["lag_is_exact"], told["state"]) == (waiting, True, "working")


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize("stage", ["candidates/{}candidate-log/3", "pool/{}pool-log/2"])
def test_a_quarantined_unit_is_told_until_it_goes_on(
    stage: str, options: list[str], connection: Connection, prefix: str
) -> None:
    unit = stage.format(prefix)
    _, topic, partition = unit.split("/")
    write_to(connection, topic, int(partition), 5)
    at = evaluated if unit.startswith("pool") else position
    write(connection, prefix, [at(unit, 2), health(unit, "RUNNING", 0)])
    assert ask(options)[0] == 0
    write(connection, prefix, [health(unit, "QUARANTINED", 2)])
    # Others go on meanwhile: the word of this one is far from the end of the log.
    others = [position("intake/x/0", number) for number in range(600)]
    write(connection, prefix, others)
    code, found = ask(options)
    assert (code, found["quarantined"]) == (3, [unit.replace(prefix, "")])
    (told,) = [one for one in found["units"] if one["state"] == "quarantined"]
    assert (told["offset"], told["lag"], told["reason"]) == (2, 3, "ValueError: bad")
    assert "is quarantined before" in CliRunner().invoke(status, options, terminal_width=200).output
    write(connection, prefix, [at(unit, 5), health(unit, "RUNNING", 2), at(unit, 5)])
    assert ask(options)[0] == 0


@pytest.mark.usefixtures("topics")
def test_status_shows_the_last_proposals_and_is_quick(
    options: list[str], connection: Connection, prefix: str
) -> None:
    write(connection, prefix, [written(proposal(f"v{number}")) for number in range(300)])
    time.sleep(0.01)
    write(connection, prefix, [written(proposal("last", 9, "Held"))])
    started = time.monotonic()
    _, found = ask(options)
    assert time.monotonic() - started < 5
    assert len(found["proposals"]) == 10
    latest = found["proposals"][0]
    assert (latest["vacancy_id"], latest["kind"], latest["revision"]) == ("last", "ProposalHeld", 9)


def look(arguments: list[str]) -> Result:
    return CliRunner().invoke(watch, arguments)


@pytest.mark.usefixtures("topics")
def test_watch_prints_whole_events_as_json_lines(
    options: list[str], connection: Connection, prefix: str
) -> None:
    write(connection, prefix, [written(proposal("aborted"))], abort=True)
    write(connection, prefix, [written(proposal("v", 1)), written(proposal("v", 2))])
    result = look(["proposals", *options, "--json", "--from", "earliest", "--limit", "2"])
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [(line["type"], line["revision"]) for line in lines] == [
        ("ProposalRevised", 1),
        ("ProposalRevised", 2),
    ]


@pytest.mark.usefixtures("topics")
def test_watch_shows_each_kind_of_result(
    options: list[str], connection: Connection, prefix: str
) -> None:
    results = [written(membership("c-1")), written(rejected(17)), written(proposal("v"))]
    write(connection, prefix, results)
    words = {"roster": "c-1  COM/P-5", "rejected": "vacancies/0 at 17", "proposals": "REVISED"}
    for what, word in words.items():
        result = look([what, *options, "--from", "2020-01-01", "--limit", "1"])
        assert word in result.output


def test_watch_and_project_name_missing_topics(options: list[str], tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'x.db'}"]
    for result in (
        look(["roster", *options]),
        CliRunner().invoke(project, [*options, *database, "--to-end"]),
    ):
        assert result.exit_code == 1
        assert "These topics do not exist" in result.output
        assert "pathways topics create" in result.output
