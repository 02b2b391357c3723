"""Choosing the ports of a broker: free now, and likely to be free at the next start."""

import json
import socket
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.broker.errors import BrokerError, PortTaken
from deploy.broker.process import listener
from deploy.broker.properties import HOST

# Below the range from which systems take ports for outgoing connections: there a client that keeps
# calling a stopped broker could end up connected to itself and hold the port.
_FIRST = 20_000
_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Ports:
    client: int
    controller: int


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the broker does: connections of an earlier run that linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose(directory: Path, remembered: Ports | None, wanted: int | None) -> Ports:
    """The wanted client port or none; the remembered ones where still free; else free ones."""
    if wanted is not None and not is_free(wanted):
        raise PortTaken(wanted, listener(wanted))
    client = wanted or _kept(remembered.client if remembered else None) or _next(directory, 0)
    kept = _kept(remembered.controller if remembered else None)
    return Ports(client, kept if kept and kept != client else _next(directory, client))


def _kept(port: int | None) -> int | None:
    return port if port is not None and is_free(port) else None


def _next(directory: Path, taken: int) -> int:
    # Each directory searches from a place of its own, so that brokers started together differ.
    start = zlib.crc32(str(directory).encode())
    for step in range(_COUNT):
        port = _FIRST + (start + step) % _COUNT
        if port != taken and is_free(port):
            return port
    raise BrokerError(f"No port from {_FIRST} to {_FIRST + _COUNT - 1} on {HOST} is free.")


def remembered(path: Path) -> Ports | None:
    try:
        return Ports(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        # Only a preference: without it a free port is chosen again.
        return None


def remember(path: Path, ports: Ports) -> None:
    path.write_text(json.dumps(asdict(ports)))
