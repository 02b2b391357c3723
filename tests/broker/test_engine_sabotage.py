"""The exactness test can fail: with one rule undone, the very same fault makes the run wrong."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from confluent_kafka import Producer

from schemas.connection import Connection
from tests.chaos.count import PARTITIONS
from tests.chaos.kafka import QUIET, Upstream
from tests.chaos.scene import Scene
from tests.chaos.verdict import Verdict

pytestmark = pytest.mark.broker

RECORDS = 6_000
SLOW = ("--mended", "--records-max", "50")
QUICK = ("--mended",)


class Twice:
    """Plays a scenario with the engine as it is and with a rule undone, at the same time."""

    def __init__(self, bootstrap: str, prefix: str, logs: Path) -> None:
        self._bootstrap, self._prefix, self._logs = bootstrap, prefix, logs

    def play(
        self, scenario: Callable[[Scene, str], Verdict], sound: str, sabotage: str
    ) -> tuple[Verdict, Verdict]:
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(lambda how: self._once(scenario, how), (sound, sabotage))
        return first, second

    def _once(self, scenario: Callable[[Scene, str], Verdict], sabotage: str) -> Verdict:
        logs = self._logs / sabotage
        logs.mkdir()
        scene = Scene(self._bootstrap, f"{self._prefix}{sabotage}.", logs)
        try:
            return scenario(scene, sabotage)
        finally:
            scene.close()


@pytest.fixture
def twice(connection: Connection, prefix: str, tmp_path: Path) -> Twice:
    return Twice(connection.bootstrap_servers, prefix, tmp_path)


def a_worker_wakes_up_after_its_successor_did_the_work(scene: Scene, sabotage: str) -> Verdict:
    """It stopped between folding records and writing them, with more of its batch to come."""
    scene.publish(RECORDS, keys=1)
    fleet = scene.fleet(*SLOW, "--sabotage", sabotage, "--stop-at", "500")
    sleeper = fleet.start()
    fleet.wait_until_stopped(sleeper)
    scene.fleet(*QUICK, "--sabotage", sabotage).start()
    scene.wait_for(RECORDS)
    fleet.resume(sleeper)
    time.sleep(3.0)
    return scene.verdict()


def fetched_batches_get_lost(scene: Scene, sabotage: str) -> Verdict:
    """Every fifth fetch is thrown away on its way to the unit."""
    scene.fleet(*QUICK, "--sabotage", sabotage).start()
    upstream = Upstream(scene.bootstrap, scene.topics.input, records_per_s=1_000)
    upstream.start()
    scene.wait_for(RECORDS // 2)
    wanted = upstream.stop()
    scene.wait_for(wanted, patience_s=20.0 if sabotage == "lossy" else 4.0)
    return scene.verdict()


def a_unit_opens_behind_an_open_transaction_of_a_stranger(scene: Scene, sabotage: str) -> Verdict:
    """What the earlier owner committed behind it is hidden from readers until it ends."""
    scene.publish(RECORDS // 2)
    earlier = scene.fleet(*QUICK)
    earlier.start()
    scene.wait_for(RECORDS // 2)
    stranger = Producer(
        {
            "bootstrap.servers": scene.bootstrap,
            "transactional.id": f"{scene.prefix}stranger",
            "transaction.timeout.ms": 60_000,
            **QUIET,
        }
    )
    stranger.init_transactions()
    stranger.begin_transaction()
    for partition in range(PARTITIONS):
        stranger.produce(scene.topics.positions, b"", b"stranger", partition=partition)
    stranger.flush()
    scene.publish(RECORDS // 2)
    scene.wait_for(RECORDS)
    earlier.kill_all()
    scene.fleet(*QUICK, "--sabotage", sabotage).start()
    # Who reads to the true end waits for the stranger; who does not goes wrong once it has opened.
    scene.wait_for(RECORDS + 1, patience_s=5.0 if sabotage == "none" else 30.0)
    stranger.abort_transaction()
    scene.publish(100)
    scene.wait_for(RECORDS + 100)
    time.sleep(1.0)
    return scene.verdict()


def test_a_woken_worker_is_fenced_and_without_fencing_doubles_records(twice: Twice) -> None:
    scenario = a_worker_wakes_up_after_its_successor_did_the_work
    sound, sabotaged = twice.play(scenario, "none", "unfenced")
    assert sound.exact, str(sound)
    assert sabotaged.doubled > 0, str(sabotaged)


def test_lost_batches_are_read_again_and_without_the_chain_stay_lost(twice: Twice) -> None:
    sound, sabotaged = twice.play(fetched_batches_get_lost, "lossy", "unchained")
    assert sound.exact, str(sound)
    assert sabotaged.missing > 0, str(sabotaged)


def test_a_restore_reads_to_the_true_end_and_by_the_stable_end_doubles_records(
    twice: Twice,
) -> None:
    scenario = a_unit_opens_behind_an_open_transaction_of_a_stranger
    sound, sabotaged = twice.play(scenario, "none", "stable-bound")
    assert sound.exact, str(sound)
    assert sabotaged.doubled > 0, str(sabotaged)
