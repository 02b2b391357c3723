"""The worker and the projection of the demo, as processes of their own, as an operator has them."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

STOP_S = 15.0


class ProcessEnded(Exception):
    """A process of the demo ended before the story did; its last lines say why."""

    def __init__(self, name: str, status: int, log: Path) -> None:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        super().__init__(f"`pathways {name}` ended with status {status}; the end of {log}:\n{last}")


class Processes:
    """Started `pathways` commands, each with its output in a log file of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._running: list[tuple[str, Path, subprocess.Popen[bytes]]] = []

    def start(self, name: str, arguments: Sequence[str] = ()) -> None:
        log = self._folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy", name, *arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._running.append((name, log, process))

    def require_all(self) -> None:
        """Raises ProcessEnded where one is gone: waiting for its results would take for ever."""
        for name, log, process in self._running:
            status = process.poll()
            if status is not None:
                raise ProcessEnded(name, status, log)

    def stop(self) -> None:
        """SIGTERM to all, the last started first; what does not end in time is killed."""
        for _, _, process in reversed(self._running):
            process.terminate()
        for _, _, process in reversed(self._running):
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def processes(folder: Path, environment: Mapping[str, str]) -> Iterator[Processes]:
    folder.mkdir(parents=True, exist_ok=True)
    started = Processes(folder, environment)
    try:
        yield started
    finally:
        started.stop()
