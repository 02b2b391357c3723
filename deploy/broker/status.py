"""What can be told about a local broker."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deploy.broker.properties import HOST

State = Literal["running", "stopped", "crashed"]


@dataclass(frozen=True, slots=True)
class BrokerStatus:
    """One broker as it is now; `port` and `address` are those of the last run when none runs."""

    state: State
    directory: Path
    log_path: Path
    data_bytes: int
    pid: int | None = None
    port: int | None = None
    uptime_s: float | None = None

    @property
    def address(self) -> str | None:
        return f"{HOST}:{self.port}" if self.port else None


def data_bytes(data: Path) -> int:
    """Bytes on disk below a directory; files that vanish meanwhile count as nothing."""
    return sum(_size(path) for path in data.rglob("*"))


def _size(path: Path) -> int:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0
    # Kafka reserves its index files whole: the blocks say what they really take.
    return found.st_blocks * 512
