"""Telling a broker's process from any other, and choosing ports for it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.broker import ports
from deploy.broker.errors import HomeError, PortTaken
from deploy.broker.launch import prepare
from deploy.broker.layout import BrokerFiles, home_from
from deploy.broker.local import LocalBroker
from deploy.broker.ports import Ports
from deploy.broker.process import Run, is_alive, read_run


def test_an_id_that_now_belongs_to_another_process_is_not_our_broker(tmp_path: Path) -> None:
    files = BrokerFiles(tmp_path)
    Run(os.getpid(), 20_000, 0.0, training=False).write(files.run)
    assert not is_alive(Run(os.getpid(), 20_000, 0.0, training=False), files)
    assert LocalBroker(tmp_path).status().state == "crashed"


def test_a_process_that_was_given_our_settings_is_our_broker_until_it_ends(tmp_path: Path) -> None:
    files = BrokerFiles(tmp_path)
    command = (sys.executable, "-c", "input()", str(files.properties))
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        run = Run(process.pid, 20_000, 0.0, training=False)
        assert is_alive(run, files)
        process.kill()
    assert not is_alive(run, files)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = Run(1, 2, 3.5, training=True)
    run.write(tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == run
    assert read_run(tmp_path / "none.json") is None


def test_a_directory_without_a_broker_is_stopped(tmp_path: Path) -> None:
    assert LocalBroker(tmp_path / "none").status().state == "stopped"
    assert not (tmp_path / "none").exists()


def test_free_ports_are_chosen_outside_the_range_of_outgoing_connections(tmp_path: Path) -> None:
    chosen = ports.choose(tmp_path, None, None)
    assert 20_000 <= chosen.client < 30_000
    assert 20_000 <= chosen.controller < 30_000
    assert chosen.client != chosen.controller


def test_remembered_ports_are_taken_again_while_they_are_free(tmp_path: Path) -> None:
    first = ports.choose(tmp_path, None, None)
    ports.remember(tmp_path / "ports.json", first)
    assert ports.choose(tmp_path, ports.remembered(tmp_path / "ports.json"), None) == first
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.client))
        other.listen()
        moved = ports.choose(tmp_path, first, None)
    assert moved.client != first.client


def test_ports_that_cannot_be_read_are_chosen_anew(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text('{"client": ')
    assert ports.remembered(tmp_path / "ports.json") is None


def test_a_wanted_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken, match=f"process {os.getpid()}"):
            ports.choose(tmp_path, Ports(1, 2), other.getsockname()[1])


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeError, match="Name another directory"):
        prepare(BrokerFiles(tmp_path / "file" / "broker"))


def test_a_disk_that_is_nearly_full_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.broker.launch._FREE_BYTES_MIN", 1 << 62)
    with pytest.raises(HomeError, match="MiB are free there"):
        prepare(BrokerFiles(tmp_path))


def test_the_home_is_set_by_the_environment(tmp_path: Path) -> None:
    assert home_from({"PATHWAYS_HOME": str(tmp_path)}).default_broker == tmp_path / "broker"
    assert home_from({}).root == Path.home() / ".pathways"
