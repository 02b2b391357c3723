"""The local broker: started, refused, found crashed, and its data kept."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.broker.errors import (
    AlreadyRunning,
    BrokerCrashed,
    NotRunning,
    PortTaken,
    StartTimeout,
)
from deploy.broker.jars import ensure_jars
from deploy.broker.jvm import Jvm
from deploy.broker.layout import Home, home_from
from deploy.broker.local import LocalBroker
from deploy.broker.properties import Credentials
from deploy.topics import apply_topics, check_topics
from schemas.connection import Connection

pytestmark = pytest.mark.broker
TOPIC = "kept"


@pytest.fixture
def own(tmp_path: Path, broker: LocalBroker) -> Iterator[LocalBroker]:
    """A broker that a test may stop and kill; the session's has fetched and prepared Kafka."""
    local = LocalBroker(tmp_path / "own", leashed=True)
    yield local
    if local.status().state == "running":
        local.stop()


def write(connection: Connection, value: bytes) -> None:
    admin = KafkaAdminClient(**connection.client_options())
    if TOPIC not in admin.list_topics():
        admin.create_topics({TOPIC: {"num_partitions": 1}}, wait_for_metadata=True)
    admin.close()
    producer = KafkaProducer(**connection.client_options())
    producer.send(TOPIC, value).get(timeout=10)
    producer.close()


def read(connection: Connection) -> list[bytes]:
    partition = TopicPartition(TOPIC, 0)
    consumer = KafkaConsumer(**connection.client_options(), auto_offset_reset="earliest")
    consumer.assign([partition])
    end = consumer.end_offsets([partition])[partition]
    found: list[bytes] = []
    deadline = time.monotonic() + 10
    while len(found) < end and time.monotonic() < deadline:
        for records in consumer.poll(timeout_ms=200).values():
            found += [record.value for record in records]
    consumer.close()
    return found


def test_a_second_start_is_refused_and_names_process_and_address(broker: LocalBroker) -> None:
    running = broker.status()
    with pytest.raises(AlreadyRunning) as refused:
        LocalBroker(broker.directory).start()
    assert refused.value.pid == running.pid
    assert f"process {running.pid} at {running.address}" in str(refused.value)
    assert broker.status().pid == running.pid


def test_status_tells_where_since_when_and_how_large(broker: LocalBroker) -> None:
    found = broker.status()
    assert found.state == "running"
    assert found.address == broker.connection().bootstrap_servers
    assert found.uptime_s is not None
    assert 0 < found.uptime_s < 3600
    assert found.data_bytes > 0
    assert any("Kafka Server started" in line for line in found.log_path.read_text().splitlines())


def test_data_and_port_stay_through_a_clean_stop(own: LocalBroker) -> None:
    address = own.start()
    write(own.connection(), b"before")
    own.stop()
    assert own.status().state == "stopped"
    assert own.start() == address
    assert read(own.connection()) == [b"before"]


def test_a_kill_is_told_as_a_crash_and_its_data_recovered_on_the_same_port(
    own: LocalBroker,
) -> None:
    address = own.start()
    write(own.connection(), b"before")
    own.kill()
    assert own.status().state == "crashed"
    with pytest.raises(NotRunning):
        own.connection()
    assert own.start() == address
    assert read(own.connection()) == [b"before"]


def test_a_stop_by_the_system_is_no_crash(own: LocalBroker) -> None:
    own.start()
    pid = own.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    assert until(lambda: own.status().state != "running")
    assert own.status().state == "stopped"


def test_a_stop_without_a_broker_says_so(own: LocalBroker) -> None:
    with pytest.raises(NotRunning, match="No broker runs in"):
        own.stop()


def test_a_broker_that_cannot_start_tells_its_last_lines(own: LocalBroker) -> None:
    own.start()
    own.stop()
    (own.directory / "data" / "meta.properties").write_text("version=1\nnode.id=77\n")
    with pytest.raises(BrokerCrashed) as crashed:
        own.start()
    assert any("meta.properties" in line or "77" in line for line in crashed.value.last_lines)
    assert own.status().state == "stopped"


def test_a_start_that_takes_too_long_is_ended(own: LocalBroker) -> None:
    with pytest.raises(StartTimeout, match="not ready after"):
        own.start(timeout_s=0.05)
    assert own.status().state == "stopped"


def test_a_port_of_another_program_is_refused_and_that_program_named(
    tmp_path: Path, broker: LocalBroker
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"taken by process {os.getpid()} "):
            LocalBroker(tmp_path / "own", port=port).start()


def test_another_broker_chooses_another_port(own: LocalBroker, broker: LocalBroker) -> None:
    assert own.start() != broker.connection().bootstrap_servers


def test_a_broken_start_cache_costs_time_but_not_the_start_and_is_made_anew(
    tmp_path: Path, broker: LocalBroker
) -> None:
    home = Home(tmp_path / "home")
    home.kafka.mkdir(parents=True)
    home.libs.symlink_to(home_from().libs)
    cache = Jvm(ensure_jars(home.libs), home.kafka).cache
    cache.write_bytes(b"not a cache")
    local = LocalBroker(tmp_path / "own", home=home, leashed=True)
    local.start()
    assert not cache.exists()
    local.stop()
    local.start()
    local.stop()
    assert cache.stat().st_size > 1 << 20


def test_a_broker_on_a_leash_ends_with_the_process_that_started_it(
    tmp_path: Path, broker: LocalBroker
) -> None:
    directory = tmp_path / "leashed"
    script = (
        "import pathlib, sys, time\n"
        "from deploy.broker.local import LocalBroker\n"
        "LocalBroker(pathlib.Path(sys.argv[1]), leashed=True).start()\n"
        "print('started', flush=True)\n"
        "time.sleep(600)\n"
    )
    command = (sys.executable, "-c", script, str(directory))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "started\n"
        starter.kill()
    local = LocalBroker(directory)
    assert until(lambda: local.status().state != "running")


def test_a_broker_started_by_the_command_outlives_it_and_is_stopped_by_another(
    tmp_path: Path, broker: LocalBroker
) -> None:
    directory = str(tmp_path / "own")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "deploy.cli.broker", *arguments, "--dir", directory)
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    started = run("start")
    assert started.returncode == 0, started.stderr
    told = run("status", "--json")
    assert told.returncode == 0
    assert json.loads(told.stdout)["address"] == started.stdout.strip()
    assert "Kafka Server started" in run("logs").stdout
    assert run("start").returncode == 1
    assert run("stop").returncode == 0
    assert run("status").returncode == 3


def test_security_settings_reach_the_broker(tmp_path: Path, broker: LocalBroker) -> None:
    credentials = Credentials("planner", 'sec"ret\\word')
    local = LocalBroker(tmp_path / "own", credentials=credentials, leashed=True)
    address = local.start()
    try:
        right = Connection(
            address, "SASL_PLAINTEXT", "PLAIN", "planner", sasl_password='sec"ret\\word'
        )
        apply_topics(right, "s.")
        assert check_topics(right, "s.") == []
        wrong = Connection(address, "SASL_PLAINTEXT", "PLAIN", credentials.username, "guess")
        with pytest.raises(KafkaError):
            KafkaAdminClient(**wrong.client_options(), bootstrap_timeout_ms=1500)
    finally:
        local.stop()


def until(condition: Callable[[], bool]) -> bool:
    """Waits up to 30 s for a condition."""
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
