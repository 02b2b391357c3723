"""Around the app: each answer as one line of a log and in the metrics, and nothing that is private.

A line names the desk that asked, and the route as the program spells it: what a caller put into the
path, the query or a header never stands in it.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consumers.web.tokens import Caller, Tokens
from deploy.serving.metrics import ServerMetrics

log = logging.getLogger("pathways.access")

UNKNOWN_ROUTE = "(none)"
STATIC = "/static"


@dataclass
class _Answer:
    status: int = 500
    """Where the app fails before it answers."""
    bytes: int = 0
    stream: bool = False


class Watched:
    """One ASGI app around another; `tokens` tell who asks."""

    def __init__(
        self, app: ASGIApp, tokens: Tokens, metrics: ServerMetrics, now: Callable[[], datetime]
    ) -> None:
        self._app, self._tokens, self._metrics, self._now = app, tokens, metrics, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        answer = _Answer()

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.stream = _is_stream(message)
                self._metrics.streams.inc(answer.stream)
            elif message["type"] == "http.response.body":
                answer.bytes += len(message.get("body", b""))
            await send(message)

        begun = time.monotonic()
        try:
            await self._app(scope, receive, seen)
        finally:
            self._metrics.streams.dec(answer.stream)
            self._tell(scope, answer, time.monotonic() - begun)

    def _tell(self, scope: Scope, answer: _Answer, took_s: float) -> None:
        route = _route(scope)
        labels = {"method": _method(scope), "route": route}
        self._metrics.requests.labels(**labels, status=str(answer.status)).inc()
        if not answer.stream:
            self._metrics.seconds.labels(**labels).observe(took_s)
        if route == STATIC:
            return
        who = self._who(scope)
        line = {
            "at": self._now().isoformat(timespec="milliseconds"),
            **({"who": who.name, "role": who.role} if who else {"who": None}),
            **labels,
            "status": answer.status,
            "bytes": answer.bytes,
            "ms": round(took_s * 1000, 1),
        }
        log.info("%s", json.dumps(line))

    def _who(self, scope: Scope) -> Caller | None:
        for name, value in scope["headers"]:
            if name == b"authorization":
                token = value.decode("latin-1").partition(" ")[2]
                return self._tokens.caller(token.strip())
        hashed = scope.get("session", {}).get("token")
        return self._tokens.of_hash(hashed) if isinstance(hashed, str) else None


def _is_stream(message: Message) -> bool:
    headers: list[tuple[bytes, bytes]] = message.get("headers", [])
    types = [value for name, value in headers if name.lower() == b"content-type"]
    return any(value.startswith(b"text/event-stream") for value in types)


def _route(scope: Scope) -> str:
    """`/api/v1/vacancies/{vacancy_id}`; of files and of what no route takes no path is kept."""
    route: Any = scope.get("route")
    path = getattr(route, "path", None)
    if path is None:
        static = scope.get("root_path", "").endswith(STATIC)
        return STATIC if static else UNKNOWN_ROUTE
    return str(scope.get("root_path", "")) + str(path)


def _method(scope: Scope) -> str:
    """A caller may spell anything here; metrics are kept for what there is."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "OTHER"
