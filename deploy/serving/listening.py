"""Where the server listens: on the port that is asked for, or on the next one that is free."""

import socket

PORT = 8080
"""Taken where none is asked for; the next free one after it where that is in use."""
PORTS_TRIED = 20


class PortTaken(Exception):
    """Nobody can listen there."""

    def __init__(self, host: str, port: int, problem: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port} ({problem}): choose another --host or --port"
        )


def listening_socket(host: str, port: int | None) -> socket.socket:
    """On the port that is asked for, 0 for any; else on the first free one. Raises PortTaken."""
    if port is not None:
        return _bound(host, port)
    for tried in range(PORT, PORT + PORTS_TRIED):
        try:
            return _bound(host, tried)
        except PortTaken:
            continue
    return _bound(host, PORT)


def address_of(listener: socket.socket) -> str:
    """As a browser takes it."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from error
