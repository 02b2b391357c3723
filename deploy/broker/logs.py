"""Reading the end of a broker's log, and following it."""

import os
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from deploy.broker.layout import BrokerFiles

_POLL_S = 0.2
_LAST_OF_A_CLEAN_STOP = "App info kafka.server for 1 unregistered"


def last_lines(files: BrokerFiles, count: int) -> tuple[str, ...]:
    """The last lines of the log, and after them what the JVM itself printed."""
    lines: deque[str] = deque(maxlen=count)
    for path in (files.log, files.output):
        if path.exists():
            lines.extend(path.read_text(errors="replace").splitlines())
    return tuple(lines)


def ended_cleanly(files: BrokerFiles) -> bool:
    """Whether the last run got through its clean stop, as when the whole machine was shut down."""
    written = files.log.read_text(errors="replace").splitlines() if files.log.exists() else []
    return bool(written) and _LAST_OF_A_CLEAN_STOP in written[-1]


def begin(files: BrokerFiles) -> None:
    """Sets the log of the last run aside: what is in the new one was said by the new run."""
    if files.log.exists():
        files.log.replace(files.previous_log)
    files.output.write_text("")


def follow(log: Path) -> Iterator[str]:
    """New lines as they come, without end; goes on in the new file when the log is rolled over."""
    while True:
        while not log.exists():
            time.sleep(_POLL_S)
        yield from _until_rolled(log)


def _until_rolled(log: Path) -> Iterator[str]:
    with log.open(errors="replace") as opened:
        opened.seek(0, 2)
        rest = ""
        while True:
            chunk = opened.readline()
            if chunk.endswith("\n"):
                yield rest + chunk.rstrip("\n")
                rest = ""
                continue
            rest += chunk
            if not chunk and _was_rolled(log, opened.fileno()):
                return
            time.sleep(_POLL_S)


def _was_rolled(log: Path, descriptor: int) -> bool:
    try:
        return log.stat().st_ino != os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return True
