"""An HR tool that takes webhooks: a real HTTP server here, which answers as it is told."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str = SECRET) -> dict[str, Any]:
        """What it says; raises where the signature is wrong."""
        document: dict[str, Any] = Webhook(secret).verify(self.body, dict(self.headers))
        return document


@dataclass(frozen=True)
class Reply:
    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False
    """No answer at all, until the receiver is closed."""
    drips: bool = False
    """A byte now and then, without end."""


class Receiver:
    """Keeps what it received; `reply` may be changed at any time."""

    def __init__(self, reply: Callable[[Received], Reply]) -> None:
        self.reply = reply
        self.received: list[Received] = []
        self.closed = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def ids(self) -> list[str]:
        return [one.webhook_id for one in self.received]

    def wait_for(self, count: int) -> list[Received]:
        wait_until(lambda: len(self.received) >= count)
        return self.received


@contextmanager
def receiver(
    reply: Callable[[Received], Reply] = lambda _: Reply(), *, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    opened = Receiver(reply)
    if tls is not None:
        opened.server.socket = tls.wrap_socket(
            opened.server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=opened.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield opened
    finally:
        opened.closed.set()
        opened.server.shutdown()
        thread.join(PATIENCE_S)
        opened.server.server_close()


def wait_until(good: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not good():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.01)


def _handler(owner: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:
                # The sender was killed amid its request: no tool takes half of one.
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            one = Received(self.path, headers, body)
            reply = owner.reply(one)
            owner.received.append(one)
            if reply.hangs:
                owner.closed.wait(PATIENCE_S)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            while reply.drips and not owner.closed.wait(0.05):
                self.wfile.write(b".")
                self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what matters is in `received`."""

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ssl.SSLError):
                self.close_connection = True

    return Handler
