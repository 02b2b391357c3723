"""Whether anything listens where Kafka should be: asked before a client hides the reason."""

import socket

from producers.errors import BrokerUnreachable


def require_listener(bootstrap_servers: str, timeout_s: float) -> None:
    """Raises BrokerUnreachable, with the reason of each, where no address takes a connection.

    A client that cannot bootstrap retries until its time is up, then tells no cause and leaves
    its sockets open; a plain connection answers at once.
    """
    reasons = []
    for address in bootstrap_servers.split(","):
        reason = _refusal(address.strip(), timeout_s)
        if reason is None:
            return
        reasons.append(reason)
    raise BrokerUnreachable(bootstrap_servers, "; ".join(reasons))


def _refusal(address: str, timeout_s: float) -> str | None:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        return f"{address!r} is not host:port"
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout_s).close()
    except (OSError, OverflowError) as error:
        return str(error)
    return None
