"""The commands as somebody new to them meets them: what is wrong is said, and what to do."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from confluent_kafka.admin import AdminClient, NewTopic
from prometheus_client import CollectorRegistry

from deploy.__main__ import main
from deploy.cli.connection import PASSWORD_VARIABLE, environment_of
from deploy.workers_alive import LOGS_OF_WORKERS
from producers.written_lines import write_lines
from schemas.connection import Connection
from schemas.topics import TOPICS, UPSTREAM, Topic
from streams.engine import metrics
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_outcome import Outcome, outcome, pipeline_on_the_day
from tests.broker.pipeline_worker import Pipeline


def run(connection: Connection, prefix: str, *arguments: str) -> Result:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return CliRunner().invoke(main, [*arguments, *where])


def run_apart(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """As a process of its own: a worker that starts to work, against what is expected, is ended."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy", *arguments],
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=40,
        check=False,
    )
    return done.returncode, done.stdout


def run_worker(connection: Connection, prefix: str, *arguments: str) -> tuple[int, str]:
    return run_apart("worker", *arguments, environment=environment_of(connection, prefix))


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None, name
            yield from commands(below, (*path, name))


EVERY_COMMAND = dict(commands(main))
OF_A_DAY = "as-of"
"""Its commands stand behind the day that they are about."""
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "operate.md"
OF_THE_WORKER = tuple(
    f"PATHWAYS_{name}"
    for name in ("GROUP", "SCHEMA_IDS", "SCHEMA_REGISTRY", "METRICS_PORT", "LOG_LEVEL")
)


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_and_option_has_its_help(name: str) -> None:
    command = EVERY_COMMAND[name]
    assert command.help, name
    silent = [it.name for it in command.params if isinstance(it, click.Option) and not it.help]
    assert not silent
    path = name.replace(f"{OF_A_DAY} ", f"{OF_A_DAY} 2026-01-01 ").split()
    done = CliRunner().invoke(main, [*path, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_every_command_of_the_list_says_what_it_is_for() -> None:
    listed = CliRunner().invoke(main, ["--help"]).stdout
    for name in EVERY_COMMAND:
        assert name.partition(" ")[0] in listed


def test_the_guide_names_every_metric_by_the_name_that_prometheus_sees() -> None:
    registry = CollectorRegistry()
    metrics.Metrics(registry)
    exposed = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in registry.collect()
    }
    assert set(re.findall(r"`(pathways_unit_\w+)`", GUIDE.read_text())) == exposed


def test_the_guide_names_every_variable_of_the_connection() -> None:
    options = [it for it in EVERY_COMMAND["worker"].params if isinstance(it, click.Option)]
    variables = {it.envvar for it in options if it.envvar} - set(OF_THE_WORKER)
    named = set(re.findall(r"PATHWAYS_\w+", GUIDE.read_text()))
    assert variables | {PASSWORD_VARIABLE} <= named


@pytest.mark.broker
def test_a_worker_without_topics_says_how_to_make_them_or_that_the_prefix_is_wrong(
    connection: Connection, prefix: str
) -> None:
    status, said = run_worker(connection, prefix)
    assert status == 1
    assert f"No topic of Pathways begins with '{prefix}'" in said
    assert f"pathways topics create --prefix {prefix}" in said
    assert "correct the prefix" in said
    assert "kafka.net" not in said, "a new user need not read of connections"


@pytest.mark.broker
def test_a_worker_with_some_topics_missing_names_them(connection: Connection, prefix: str) -> None:
    admin = AdminClient({"bootstrap.servers": connection.bootstrap_servers})
    present = f"{prefix}positions"
    admin.create_topics([NewTopic(present, TOPICS["positions"].partitions, 1)])[present].result()
    status, said = run_worker(connection, prefix)
    assert status == 1
    assert f"{prefix}roster is missing" in said
    assert present not in said
    assert f"Create what is missing: pathways topics create --prefix {prefix}" in said
    assert run(connection, prefix, "status").exit_code == 4


@pytest.mark.broker
def test_a_worker_refuses_a_log_with_another_partition_count(
    connection: Connection, prefix: str
) -> None:
    admin = AdminClient({"bootstrap.servers": connection.bootstrap_servers})
    log = f"{prefix}candidate-log"
    wanted = TOPICS["candidate-log"].partitions
    admin.create_topics([NewTopic(log, wanted - 1, 1)])[log].result()
    created = run(connection, prefix, "topics", "create")
    assert created.exit_code == 1
    assert "(workers refuse to start)" in created.output
    status, said = run_worker(connection, prefix)
    assert status == 1
    assert f"{log}: partition count is {wanted - 1}, the table says {wanted}" in said
    assert "another prefix" in said
    assert "Create what is missing" not in said


@pytest.mark.broker
def test_a_worker_whose_metrics_port_is_taken_says_so(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, said = run_worker(connection, prefix, "--metrics-port", port)
    assert status == 1
    assert f"cannot serve metrics on port {port}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("text", ["zz", '{"1": "Nope.v1"}', '{"x": "VacancyOpened.v1"}'])
def test_a_file_of_schema_ids_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ids.json"
    file.write_text(text)
    done = CliRunner().invoke(
        main, ["worker", "--bootstrap", "127.0.0.1:1", "--schema-ids", str(file)]
    )
    assert done.exit_code == 2
    assert '{"1042": "VacancyOpened.v1"}' in done.output


@pytest.mark.parametrize(
    "arguments",
    [("worker",), ("status",), ("publish", "-")],
    ids=" ".join,
)
def test_without_a_kafka_at_the_address_each_command_says_so(arguments: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    status, said = run_apart(*arguments, "--bootstrap", address)
    assert status == 1
    assert address in said
    assert re.search(r"[Cc]heck (its|the) address", said), "it says what to look at"
    assert "Traceback" not in said


@pytest.mark.broker
def test_status_before_anything_ran(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> None:
    done = run(connection, prefix, "status")
    assert done.exit_code == 0
    assert "No worker has taken in anything yet: run `pathways worker`." in done.output
    assert "No proposal has been made yet." in done.output
    found = json.loads(run(connection, prefix, "status", "--json").stdout)
    assert found["worker_has_run"] is False
    assert {unit["state"] for unit in found["units"]} == {"no input"}


@pytest.mark.broker
def test_what_is_asked_for_as_json_is_json(connection: Connection, prefix: str) -> None:
    created = json.loads(run(connection, prefix, "topics", "create", "--json").stdout)
    assert {one["result"] for one in created} == {"created"}
    described = json.loads(run(connection, prefix, "topics", "describe", "--json").stdout)
    assert {one["topic"] for one in described} == {one["topic"] for one in created}
    assert json.loads(run(connection, prefix, "topics", "diff", "--json").stdout) == []
    assert json.loads(run(connection, prefix, "status", "--json").stdout)["prefix"] == prefix
    broker = json.loads(CliRunner().invoke(main, ["broker", "status", "--json"]).stdout)
    assert broker["state"] in {"running", "stopped", "crashed"}


@pytest.mark.broker
def test_a_file_with_bad_lines_has_its_good_lines_decided_on(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    file = tmp_path / "events.jsonl"
    with file.open("wb") as output:
        output.write(b"not json\n")
        write_lines(upstream.facts(), output)
        output.write(b'{"type": "VacancyOpened"}\n\xff\xfe\n')
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        done = run(connection, prefix, "publish", str(file), "--json")
        pipeline.catch_up()
        found = outcome(pipeline)
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["published"] == len(upstream.facts())
    last = len(upstream.facts()) + 2
    assert [it["line"] for it in report["rejections"]] == [1, last, last + 1]
    assert found.roster == expected.roster
    assert found.proposals == expected.proposals


def shares(admin: AdminClient, pipeline: Pipeline) -> list[int]:
    """How many partitions each worker has, by what the broker says."""
    group = f"{pipeline.prefix}worker"
    described: Any = admin.describe_consumer_groups([group])[group].result()
    return sorted(len(one.assignment.topic_partitions) for one in described.members)


@pytest.mark.broker
def test_two_workers_share_the_work_and_one_may_leave(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    facts = upstream.facts()
    half = len(facts) // 2
    units = sum(TOPICS[name].partitions for name in (*UPSTREAM, *LOGS_OF_WORKERS))
    admin = AdminClient({"bootstrap.servers": connection.bootstrap_servers})
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        second = pipeline.start_worker()
        fair = [units // 2, units - units // 2]
        pipeline.wait_until(lambda: shares(admin, pipeline) == fair)
        upstream.publish_by_librdkafka(connection, prefix, facts[:half])
        pipeline.catch_up()
        upstream.publish_by_librdkafka(connection, prefix, facts[half:])
        assert pipeline.dismiss(second) == 0
        pipeline.catch_up()
        assert shares(admin, pipeline) == [units]
        found = outcome(pipeline)
    assert found.roster == expected.roster
    assert found.proposals == expected.proposals
