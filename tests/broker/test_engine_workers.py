"""Workers share the partitions, end when asked, and keep little in memory."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from schemas.connection import Connection
from tests.chaos.scene import Scene

pytestmark = pytest.mark.broker

SLOW = ("--mended", "--slowness-s", "0.02", "--records-max", "100")


@pytest.fixture
def scene(connection: Connection, prefix: str, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(connection.bootstrap_servers, prefix, tmp_path)
    yield made
    made.close()


def shares(scene: Scene) -> list[int]:
    """How many partitions each worker has, by what the broker says."""
    group = f"{scene.prefix}group"
    admin = AdminClient({"bootstrap.servers": scene.bootstrap})
    described = admin.describe_consumer_groups([group])[group].result()
    return sorted(len(one.assignment.topic_partitions) for one in described.members)


def settle(scene: Scene, wanted: list[int]) -> list[int]:
    """Wait until the shares are as wanted; answers what they are in the end."""
    until = time.monotonic() + 15.0
    while (found := shares(scene)) != wanted and time.monotonic() < until:
        time.sleep(0.2)
    return found


def test_one_two_three_two_workers_share_evenly(scene: Scene) -> None:
    scene.publish(5_000)
    fleet = scene.fleet(*SLOW)
    first = fleet.start()
    assert settle(scene, [4]) == [4]
    fleet.start()
    assert settle(scene, [2, 2]) == [2, 2]
    fleet.start()
    assert settle(scene, [1, 1, 2]) == [1, 1, 2]
    assert fleet.dismiss(first) == 0
    assert settle(scene, [2, 2]) == [2, 2]
    scene.wait_for(5_000)
    verdict = scene.verdict()
    assert verdict.exact, str(verdict)


def test_a_worker_asked_to_end_finishes_its_transactions_and_loses_nothing(scene: Scene) -> None:
    scene.publish(8_000)
    fleet = scene.fleet(*SLOW)
    worker = fleet.start()
    scene.wait_for(500)
    began = time.monotonic()
    assert fleet.dismiss(worker) == 0
    assert time.monotonic() - began < 3.0
    assert shares(scene) == [], "it left the group, so its successor need not wait"
    again = time.monotonic()
    fleet.start()
    scene.wait_for(8_000)
    assert time.monotonic() - again < 25.0
    verdict = scene.verdict()
    assert verdict.exact, str(verdict)


def resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def test_a_backlog_ten_times_the_buffers_does_not_grow_memory_in_proportion(scene: Scene) -> None:
    """Four units may hold two batches of 256 KiB each; the backlog is some 40 MiB."""
    scene.publish(80_000, padding=500)
    fleet = scene.fleet("--mended", "--slowness-s", "0.1", "--records-max", "500")
    worker = fleet.start()
    scene.wait_for(2_000)
    at_first = resident_mib(worker.process.pid)
    most = at_first
    for _ in range(16):
        scene.reader.look(0.5)
        most = max(most, resident_mib(worker.process.pid))
    assert scene.reader.records < 80_000, "the worker must still have had a backlog"
    print(f"resident: {at_first:.0f} MiB at first, {most:.0f} MiB at most")
    assert most - at_first < 20
