"""Addresses of this server's own pages: where a browser is, and where somebody may be sent."""

import re
from urllib.parse import quote

from fastapi import Request

_SAFE = "=&%+-._~:/,;!*'()@$"
"""What stands in a path or a query as it is; it came encoded."""
_OWN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path and a query as browsers spell them; two slashes at the start would name a host."""


def here(request: Request) -> str:
    """Such as `/roster?grade=P-5`: asked again, it gives the same page."""
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path, query = (
        quote(one.decode("latin-1"), safe=_SAFE) for one in (raw, request.scope["query_string"])
    )
    return f"{path}?{query}" if query else path


def own_address(asked: str) -> str:
    """An address of this server, or its first page: nobody is sent elsewhere after signing in."""
    return asked if _OWN.fullmatch(asked) else "/"


def part(value: object) -> str:
    """Any text as one part of a path, or as a value in a query."""
    return quote(str(value), safe="")
