"""Answers that did not change are not sent again: a tag of the body, and 304 where it is known."""

import re
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TAGGED = "application/json"
CACHED = "no-cache, private"
"""A browser or a client may keep it, must ask before each use, and nobody between may keep it."""

_TAG = re.compile(r'(?:W/)?"[^"]*"')


class ETags:
    """Around an app; streams and errors pass as they come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if not held and not _tagged(message):
                await send(message)
                return
            held.append(message)
            if not message.get("more_body", message["type"] == "http.response.start"):
                await _answer(scope, held, send)

        await self._app(scope, receive, hold)


def _tagged(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    return Headers(raw=message["headers"]).get("content-type", "").startswith(TAGGED)


async def _answer(scope: Scope, held: list[Message], send: Send) -> None:
    start, *bodies = held
    body = b"".join(message.get("body", b"") for message in bodies)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["ETag"] = tag
    headers["Cache-Control"] = CACHED
    headers.add_vary_header("Authorization")
    if _known(Headers(scope=scope), tag):
        start["status"], body = 304, b""
        for name in ("content-length", "content-type"):
            del headers[name]
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _known(asked: Headers, tag: str) -> bool:
    """Whether the caller has that body: any of its tags is ours, weak or not."""
    given = ",".join(asked.getlist("if-none-match"))
    return given.strip() == "*" or any(one.removeprefix("W/") == tag for one in _TAG.findall(given))
