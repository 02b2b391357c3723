"""The pipeline as an operator has it: `pathways worker` processes over topics of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from deploy.cli.connection import environment_of
from schemas.connection import Connection
from tests.broker.pipeline_progress import Progress
from tests.ready_process import ReadyProcess

PATIENCE_S = 90.0
COMMAND = ("worker", "--no-days")
Worker = ReadyProcess | subprocess.Popen[bytes]


class WorkerEnded(Exception):
    """A worker ended while the test counted on it; its last lines say why."""


class Pipeline:
    """Workers of one group under one prefix; they end with the block."""

    def __init__(
        self, connection: Connection, prefix: str, folder: Path, progress: Progress | None = None
    ) -> None:
        self.connection, self.prefix = connection, prefix
        self._folder = folder
        self._progress = progress or Progress(connection, prefix)
        self._workers: list[tuple[Worker, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for process, _ in self._workers:
            process.kill()
            process.wait()
        self._progress.close()

    def start_worker(self, *options: str) -> Worker:
        """A worker that publishes no day: the facts of the test say which day it is."""
        log, environment = self._next_log(), self._environment()
        return self._started(ReadyProcess("deploy", (*COMMAND, *options), log, environment), log)

    def start_cold_worker(self, *options: str) -> Worker:
        """The same in an interpreter of its own, as an operator starts it."""
        log = self._next_log()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy", *COMMAND, *options],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self._started(process, log)

    def _started(self, process: Worker, log: Path) -> Worker:
        self._workers.append((process, log))
        return process

    def _next_log(self) -> Path:
        return self._folder / f"{self.prefix}worker-{len(self._workers)}.log"

    def _environment(self) -> dict[str, str]:
        # A registry of the test is on this machine, whatever proxy leads out of it.
        reached = environment_of(self.connection, self.prefix)
        return {**os.environ, **reached, "NO_PROXY": "127.0.0.1"}

    def dismiss(self, process: Worker, timeout_s: float = 30.0) -> int:
        """Asks a worker to leave; answers its exit status."""
        process.terminate()
        status = process.wait(timeout_s)
        self._workers = [one for one in self._workers if one[0] is not process]
        return status

    def catch_up(self) -> None:
        """Waits until every unit has folded all that there is, and nothing new comes of it."""
        self.wait_until(lambda: not (self._progress.look() or self._progress.behind()))

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Looks until it is so; raises WorkerEnded where a worker is gone, or TimeoutError."""
        until = time.monotonic() + PATIENCE_S
        while not done():
            self._require_workers()
            if time.monotonic() > until:
                behind = self._progress.behind()
                raise TimeoutError(f"not so after {PATIENCE_S:.0f} s; records waiting: {behind}")
            time.sleep(0.02)

    def log(self) -> str:
        """What all workers said, the last to be started last."""
        return "".join(path.read_text() for path in sorted(self._folder.glob("*worker-*.log")))

    def _require_workers(self) -> None:
        for process, log in self._workers:
            if process.poll() is not None:
                last = "\n".join(log.read_text().splitlines()[-20:])
                raise WorkerEnded(f"status {process.returncode}:\n{last}")
