"""How large a request may be: what is larger is refused before it is read."""

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consumers.web.problems import problem

BODY_BYTES_MAX = 64 * 1024
"""A decision has a few hundred bytes, and its longest text 4000 characters."""

_TOO_LARGE = f"A request has at most {BODY_BYTES_MAX} bytes."


class BodyLimit:
    """Around an app; Starlette's own limit answers with plain text, and we with a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _stated_size(scope) > BODY_BYTES_MAX:
            await problem(413, _TOO_LARGE)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > BODY_BYTES_MAX:
                raise HTTPException(413, _TOO_LARGE)
            return message

        await self._app(scope, counted, send)


def _stated_size(scope: Scope) -> int:
    stated = Headers(scope=scope).get("content-length", "")
    return int(stated) if stated.isascii() and stated.isdigit() else 0
