"""Answers of `text/event-stream`: events as they come, a comment where nothing does."""

from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

QUIET_S = 15.0
"""A comment after so much silence tells proxies, and us, that the other side is still there."""

QUIET = KEEPALIVE_COMMENT


class EventStream(StreamingResponse):
    """Ends with its reader: whoever leaves takes the generator along."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        super().__init__(events, headers={"X-Accel-Buffering": "no"})


def event_bytes(kind: str, data: str, id: str | None = None) -> bytes:
    """One event in the form of the standard; every line of the data begins with `data:`."""
    return format_sse_event(data_str=data, event=kind, id=id)
