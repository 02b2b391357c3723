"""A process beside the broker that ends it with whoever started it, even when that is killed."""

import signal
import subprocess
import sys
from pathlib import Path

from deploy.broker.layout import BrokerFiles
from deploy.broker.process import end, read_run

_CLEAN_STOP_S = 15.0
_KILL_S = 10.0


class Leash:
    """Held by the process that started the broker; the pipe closes when that process ends."""

    def __init__(self, files: BrokerFiles, pid: int) -> None:
        self._holder = subprocess.Popen(
            (sys.executable, "-m", __name__, str(files.directory), str(pid)),
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def drop(self) -> None:
        self._holder.kill()
        self._holder.wait()
        if self._holder.stdin:
            self._holder.stdin.close()


def hold(directory: Path, pid: int) -> None:
    """Waits until standard input ends, then ends the broker of that run if it is still there."""
    sys.stdin.read()
    files = BrokerFiles(directory)
    run = read_run(files.run)
    if run is not None and run.pid == pid and not end(run, files, signal.SIGTERM, _CLEAN_STOP_S):
        end(run, files, signal.SIGKILL, _KILL_S)


if __name__ == "__main__":
    hold(Path(sys.argv[1]), int(sys.argv[2]))
