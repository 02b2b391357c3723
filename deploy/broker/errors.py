"""What can go wrong with the local broker, and what to do about it.

BrokerError
├── JarError            a jar could not be fetched, or is not the one that was pinned
├── HomeError           the broker's directory cannot be written, or its disk is full
├── PortTaken           another program listens on the port
├── AlreadyRunning      a broker runs in this directory already
├── NotRunning          no broker runs in this directory
├── BrokerCrashed       the process ended by itself, at its start or later
├── StartTimeout        the process lives but did not become ready in time
└── StopTimeout         the process did not end in time, even by force
"""

from pathlib import Path


class BrokerError(Exception):
    """The local broker could not do what was asked."""


class JarError(BrokerError):
    """One jar of the pinned set cannot be used."""

    def __init__(self, coordinate: str, message: str) -> None:
        super().__init__(message)
        self.coordinate = coordinate


class HomeError(BrokerError):
    """The directory cannot hold a broker."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"The broker cannot use {directory}: {reason}. "
            "Name another directory with --dir, or another home with PATHWAYS_HOME."
        )
        self.directory = directory


class PortTaken(BrokerError):
    """Another program listens on the port that was asked for."""

    def __init__(self, port: int, holder: str | None) -> None:
        by = f" by {holder}" if holder else " by another program"
        super().__init__(
            f"Port {port} on 127.0.0.1 is taken{by}. "
            "Stop it, give another --port, or give none and a free one is chosen."
        )
        self.port = port


class AlreadyRunning(BrokerError):
    """A second broker was started on the same data."""

    def __init__(self, directory: Path, pid: int, address: str) -> None:
        super().__init__(
            f"A broker already runs in {directory}: process {pid} at {address}. "
            "Use it, or stop it first with `pathways broker stop`."
        )
        self.directory = directory
        self.pid = pid
        self.address = address


class NotRunning(BrokerError):
    """There is no broker to stop or to reach."""

    def __init__(self, directory: Path) -> None:
        super().__init__(f"No broker runs in {directory}. Start one with `pathways broker start`.")
        self.directory = directory


class BrokerCrashed(BrokerError):
    """The broker's process ended by itself; the last lines of its log say why."""

    def __init__(self, log_path: Path, last_lines: tuple[str, ...]) -> None:
        shown = "\n".join(f"  | {line}" for line in last_lines)
        advice = _advice(shown)
        super().__init__(f"The broker ended by itself. {advice}\n{shown}\nWhole log: {log_path}")
        self.log_path = log_path
        self.last_lines = last_lines


class StartTimeout(BrokerError):
    """The broker did not answer in time and was stopped again."""

    def __init__(self, timeout_s: float, log_path: Path, last_lines: tuple[str, ...]) -> None:
        shown = "\n".join(f"  | {line}" for line in last_lines)
        super().__init__(
            f"The broker was not ready after {timeout_s:.0f} s and was stopped. "
            f"A slow machine may need a longer --timeout.\n{shown}\nWhole log: {log_path}"
        )
        self.log_path = log_path


class StopTimeout(BrokerError):
    """Neither SIGTERM nor SIGKILL ended the process in time."""

    def __init__(self, pid: int, timeout_s: float) -> None:
        super().__init__(
            f"Process {pid} of the broker still runs {timeout_s:.0f} s after SIGKILL. "
            "It probably waits for a disk that does not answer."
        )
        self.pid = pid


def _advice(said: str) -> str:
    if "No space left on device" in said:
        return "Its disk is full: free some space and start again."
    if "Address already in use" in said:
        return "Another program took its port meanwhile: start again."
    if "OutOfMemoryError" in said:
        return "Its memory was too small: give it more with --heap-mib."
    return "Its last lines say why; its data is kept."
