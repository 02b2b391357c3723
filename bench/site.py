"""Where the bench happens: a Kafka of its own, fresh topics for each measurement, processes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from deploy.broker.local import LocalBroker
from deploy.cli.connection import environment_of
from deploy.topics import apply_topics
from schemas.connection import Connection

STOP_S = 15.0


class ProcessFailed(Exception):
    """A process that was measured ended too early, or badly; its last lines say why."""

    def __init__(self, module: str, status: int | None, log: Path) -> None:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        super().__init__(
            f"`python -m {module}` ended with status {status}; its last lines:\n{last}"
        )


class Process:
    """A Python module that runs beside the bench, with its output in a log file."""

    def __init__(self, module: str, log: Path, popen: "subprocess.Popen[bytes]") -> None:
        self._module, self.log, self._popen = module, log, popen

    def require(self) -> None:
        """Raises ProcessFailed where it runs no more: to wait for its work would take for ever."""
        if self._popen.poll() is not None:
            raise ProcessFailed(self._module, self._popen.returncode, self.log)

    def await_text(self, text: str, timeout_s: float) -> None:
        """Waits until it has written the text."""
        until = monotonic() + timeout_s
        while text not in self.log.read_text():
            self.require()
            if monotonic() > until:
                raise TimeoutError(f"`python -m {self._module}` did not say {text!r}")
            sleep(0.05)

    def finish(self, timeout_s: float) -> str:
        """Waits for its own good end; gives what it wrote."""
        if self._popen.wait(timeout_s) != 0:
            raise ProcessFailed(self._module, self._popen.returncode, self.log)
        return self.log.read_text()

    def stop(self) -> None:
        if self._popen.poll() is None:
            self._popen.terminate()
        try:
            self._popen.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


class Site:
    """A running Kafka and a folder for logs; see `site`."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self._folder = folder
        self.connection = connection
        self._numbers = count(1)

    def fresh_topics(self) -> str:
        """The topic table under a new prefix, which is given."""
        prefix = f"bench{next(self._numbers)}."
        apply_topics(self.connection, prefix)
        return prefix

    @contextmanager
    def process(self, module: str, prefix: str, arguments: Sequence[str] = ()) -> Iterator[Process]:
        """Runs `python -m module` against this Kafka; stops it in the end."""
        log = self._folder / f"{module}-{next(self._numbers)}.log"
        with log.open("wb") as output:
            popen = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=os.environ | environment_of(self.connection, prefix),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        process = Process(module, log, popen)
        try:
            yield process
        finally:
            process.stop()


@contextmanager
def site() -> Iterator[Site]:
    """A broker with empty data, which ends with this process however that ends."""
    with TemporaryDirectory(prefix="pathways-bench-") as folder:
        broker = LocalBroker(Path(folder, "broker"), leashed=True)
        broker.start()
        try:
            yield Site(Path(folder), broker.connection())
        finally:
            broker.stop()
