"""A worker that is told to leave in the middle of its work is gone in seconds, nothing lost."""

import time
from pathlib import Path

import pytest

from schemas.connection import Connection
from tests.chaos.fleet import Fleet
from tests.pipeline.facts import facts
from tests.pipeline.scene import Scene

pytestmark = pytest.mark.broker

SECONDS_MAX = 5.0
LEAVINGS = 3
CANDIDATES = 700
"""Each worker takes a few thousand of their records before it leaves, and much is left for the
next: more of it would only take longer to finish."""


def work_and_leave(scene: Scene, fleet: Fleet) -> None:
    before = scene.progress()
    worker = fleet.start()
    scene.wait_until(lambda: scene.progress() > before + 300, "work", 60.0)
    began = time.monotonic()
    assert fleet.dismiss(worker) == 0, fleet.log_of(worker)
    assert time.monotonic() - began < SECONDS_MAX


def test_workers_told_to_leave_amid_a_backlog_end_in_seconds_and_lose_nothing(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    scene = Scene(connection, prefix, tmp_path)
    try:
        published = scene.publish(facts(seed=31, candidates=CANDIDATES, vacancies=15))
        fleet = scene.fleet("--records-max", "100")
        for _ in range(LEAVINGS):
            work_and_leave(scene, fleet)
        scene.look(1.0)
        assert scene.waiting(), f"nothing of {published} records was left when the last one left"
        fleet.start()
        scene.wait_until_folded()
        verdict = scene.verdict()
    finally:
        scene.close()
    print(verdict)
    assert verdict.exact, str(verdict)
