"""Processes forked from one that has imported our commands: to start one costs no import."""

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

_FORKS = get_context("forkserver")
# What the modules import that are run. Not those themselves: each is run, as `python -m` does it.
_FORKS.set_forkserver_preload(
    [
        "deploy.cli.project",
        "deploy.cli.serve",
        "deploy.cli.worker",
        "streams.topology",
        "tests.chaos.sabotage",
    ]
)


class ReadyProcess:
    """Runs a module as `python -m` does; answers like a `subprocess.Popen`.

    All of one run of pytest hash strings alike, for they have one parent: what must not hang on
    that is compared with what another interpreter said.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command, self._log = (module, *arguments), log
        told = dict(os.environ if environment is None else environment)
        # A daemon, in the sense of Python's: it is ended where a test leaves it behind.
        self._process = _FORKS.Process(
            target=_run, args=(self._command, str(log), told), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout_s: float | None = None) -> int:
        self._process.join(timeout_s)
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired(self._command, timeout_s or 0.0)
        return status

    def said(self) -> str:
        """To both standard streams, so far."""
        return self._log.read_text(errors="replace")

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _run(command: Sequence[str], log: str, environment: Mapping[str, str]) -> None:
    _point(0, os.devnull, os.O_RDONLY)
    _point(1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(1, 2)
    os.environ.clear()
    os.environ.update(environment)
    module, *arguments = command
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _point(standard: int, path: str, flags: int) -> None:
    """Point a standard stream to a file; the parent may have had it closed."""
    opened = os.open(path, flags, 0o644)
    if opened != standard:
        os.dup2(opened, standard)
        os.close(opened)
