"""A worker that stands still is found out, ends itself, and its successor does the work."""

from pathlib import Path

import pytest

from schemas.connection import Connection
from streams.engine.watchdog import EXIT_STALLED
from tests.chaos.scene import Scene

pytestmark = pytest.mark.broker

RECORDS = 400


@pytest.mark.parametrize("sabotage", ["stuck", "hung"])
def test_a_worker_that_stands_still_ends_itself_and_another_finishes(
    connection: Connection, prefix: str, tmp_path: Path, sabotage: str
) -> None:
    scene = Scene(connection.bootstrap_servers, prefix, tmp_path)
    try:
        scene.publish(RECORDS)
        worker = scene.fleet("--mended", "--sabotage", sabotage, "--patience-s", "2").start()
        assert worker.process.wait(20.0) == EXIT_STALLED
        assert scene.reader.look(0.5) == 0
        scene.fleet("--mended").start()
        scene.wait_for(RECORDS)
        verdict = scene.verdict()
        assert verdict.exact, str(verdict)
    finally:
        scene.close()
