"""The broker's process: starting it detached, telling whether it is still ours, ending it."""

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from deploy.broker.layout import BrokerFiles

_POLL_S = 0.02
# The shell hands the JVM over to the system and ends, so that it outlives whoever started it.
_DETACH = '"$@" >>"$OUTPUT" 2>&1 </dev/null & echo $!'


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a broker, from its start to its clean stop."""

    pid: int
    port: int
    started_at_s: float
    """Seconds since the epoch."""
    training: bool
    """The JVM writes its ahead-of-time cache when it stops."""

    def write(self, path: Path) -> None:
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(path)


def read_run(path: Path) -> Run | None:
    try:
        return Run(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None


def spawn(command: tuple[str, ...], files: BrokerFiles) -> int:
    """Starts the broker in a session of its own; gives its process id."""
    shell = subprocess.run(
        ("/bin/sh", "-c", _DETACH, "sh", *command),
        env={**os.environ, "OUTPUT": str(files.output)},
        cwd=files.directory,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(shell.stdout)


def is_alive(run: Run, files: BrokerFiles) -> bool:
    """True when that process runs and is this broker: ids are given out again."""
    try:
        process = psutil.Process(run.pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            # Its other threads may still be about to close the ports.
            return int(process.num_threads()) > 1
        command: list[str] = process.cmdline()
    except psutil.NoSuchProcess:
        return False
    # A process that is just ending has no command line any more, but still has its ports.
    return not command or str(files.properties) in command


def listener(port: int) -> str | None:
    """Which process listens on a port, as far as this user may know."""
    with contextlib.suppress(psutil.Error):
        for found in psutil.net_connections("tcp"):
            if found.laddr and found.laddr.port == port and found.status == psutil.CONN_LISTEN:
                return f"process {found.pid} ({psutil.Process(found.pid).name()})"
    return None


def end(run: Run, files: BrokerFiles, sign: signal.Signals, timeout_s: float) -> bool:
    """Signals the broker and waits for its end; False when it still runs after that."""
    if not is_alive(run, files):
        return True
    with contextlib.suppress(ProcessLookupError):
        os.kill(run.pid, sign)
    deadline = time.monotonic() + timeout_s
    while is_alive(run, files):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True
