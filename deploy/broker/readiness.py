"""Asking a broker whether it is ready to serve."""

import contextlib
import socket
import time
from collections.abc import Callable

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from schemas.connection import Connection

_POLL_S = 0.02
_ANSWER_TIMEOUT_MS = 2_000


def await_ready(connection: Connection, alive: Callable[[], bool], timeout_s: float) -> bool:
    """True once the node answers and takes part; False when it ended or the time is over."""
    deadline = time.monotonic() + timeout_s
    while alive() and time.monotonic() < deadline:
        if _listens(connection.bootstrap_servers) and _is_unfenced(connection):
            return True
        time.sleep(_POLL_S)
    return False


def _listens(address: str) -> bool:
    host, port = address.rsplit(":", 1)
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
        return True
    return False


def _is_unfenced(connection: Connection) -> bool:
    with contextlib.suppress(KafkaError):
        admin = KafkaAdminClient(
            **connection.client_options(), bootstrap_timeout_ms=_ANSWER_TIMEOUT_MS
        )
        try:
            brokers = admin.describe_cluster()["brokers"]
            return bool(brokers) and not any(broker.get("is_fenced") for broker in brokers)
        finally:
            admin.close()
    return False
