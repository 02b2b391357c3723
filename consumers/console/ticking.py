"""News for open pages: an event whenever the read model has changed; the page asks for itself."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header

from consumers.console.session import Visitor
from consumers.web.event_stream import QUIET, QUIET_S, EventStream, event_bytes
from consumers.web.live import Live, Tick
from consumers.web.serving import ServingNow

router = APIRouter()

PACE_S = 1.0
"""Between two events for one page, which asks for all of itself each time. The pace is kept here:
a browser that leaves events out would leave out the last one too."""


@router.get("/live", response_class=EventStream)
async def live(
    who: Visitor,
    served: ServingNow,
    seen: str = "",
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventStream:
    """`tick` when something was written, `away` when the read model does not answer.

    `seen`: the state that the page shows, so that nothing between page and stream is missed.
    """
    return EventStream(_news(served.live, last_event_id or seen))


def spelled(tick: Tick | None) -> str:
    """A state of the read model as it stands in an event's id and in `seen`."""
    return f"{tick.generation}-{tick.transactions}" if tick else "away"


async def _news(live: Live, seen: str) -> AsyncIterator[bytes]:
    told = live.tick
    if spelled(told) != seen:
        yield _event(told)
    while not live.over:
        now = await live.wait(told, QUIET_S)
        if now == told:
            yield QUIET
            continue
        told = now
        yield _event(told)
        await asyncio.sleep(PACE_S)


def _event(tick: Tick | None) -> bytes:
    kind = "tick" if tick is not None else "away"
    return event_bytes(kind, kind, spelled(tick))
