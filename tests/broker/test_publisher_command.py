"""`pathways publish` on a real Kafka: good lines arrive, and whatever stops it is told."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaConsumer, TopicPartition

from deploy.cli.generate import generate
from deploy.cli.publish import publish
from schemas.connection import Connection
from schemas.topics import UPSTREAM, Topic

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def history() -> bytes:
    options = ["--candidates", "60", "--vacancies", "12", "--as-of", "2026-11-22"]
    done = CliRunner().invoke(generate, options)
    assert done.exit_code == 0
    return done.stdout_bytes


def run(connection: Connection, prefix: str, *arguments: str, given: bytes = b"") -> Result:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return CliRunner().invoke(publish, [*arguments, *where], input=given)


def stored(connection: Connection, prefix: str) -> int:
    """Records in all upstream topics; nothing is ever written in a transaction there."""
    consumer: Any = KafkaConsumer(**connection.client_options())
    try:
        partitions = [
            TopicPartition(prefix + name, number)
            for name in UPSTREAM
            for number in consumer.partitions_for_topic(prefix + name)
        ]
        return sum(consumer.end_offsets(partitions).values())
    finally:
        consumer.close()


def test_every_line_of_a_generated_history_arrives(
    connection: Connection, prefix: str, topics: Mapping[str, Topic], history: bytes
) -> None:
    done = run(connection, prefix, "-", "--json", given=history)
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    lines = history.count(b"\n")
    assert report["published"] == report["lines"] == lines == stored(connection, prefix)
    assert sum(report["published_by_topic"].values()) == lines


def test_good_lines_are_published_and_the_bad_one_is_listed(
    connection: Connection, prefix: str, topics: Mapping[str, Topic], history: bytes
) -> None:
    first, *rest = history.splitlines(keepends=True)[:10]
    done = run(connection, prefix, "-", given=first + b'{"type":"Nope"}\n' + b"".join(rest))
    assert done.exit_code == 1
    assert "line 2 rejected: type: 'Nope' is not the name of an event" in done.stdout
    assert "11 lines: 10 published and acknowledged, 1 rejected" in done.stdout
    assert stored(connection, prefix) == 10


def test_all_or_nothing_publishes_nothing_when_the_last_line_is_bad(
    connection: Connection, prefix: str, topics: Mapping[str, Topic], history: bytes
) -> None:
    done = run(connection, prefix, "-", "--all-or-nothing", given=history + b"{\n")
    assert done.exit_code == 1
    assert "nothing was published" in done.stdout
    assert stored(connection, prefix) == 0
    good = run(connection, prefix, "-", "--all-or-nothing", "--compress", given=history)
    assert good.exit_code == 0
    assert stored(connection, prefix) == history.count(b"\n")


def test_a_missing_topic_names_the_line_and_the_command_that_helps(
    connection: Connection, history: bytes
) -> None:
    done = run(connection, "absent.", "-", "--json", given=history)
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["published"] == 0
    (line,) = report["unpublished"]
    assert line["line"] == 1
    assert "absent.reference" in line["what"]
    assert "pathways topics create" in line["what"]


def test_an_address_without_kafka_is_one_clear_message(tmp_path: Path, history: bytes) -> None:
    file = tmp_path / "history.jsonl"
    file.write_bytes(history)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    done = CliRunner().invoke(publish, [str(file), "--bootstrap", address])
    assert done.exit_code == 1
    assert f"no Kafka answered at {address}" in done.output
    assert "Traceback" not in done.output
