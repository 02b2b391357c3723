"""A caller who would rather wait: `Prefer: wait=5`, until what was published is answered."""

import asyncio
import re
from collections.abc import Callable
from typing import Protocol, TypeVar

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from consumers.web.read_model_away import READ_MODEL_ERRORS
from consumers.web.serving import Serving

WAIT_S_MAX = 30
_WAIT = re.compile(r'(?:^|[,;])\s*wait\s*=\s*"?([0-9]{1,9})"?\s*(?:$|[,;])', re.IGNORECASE)
_FINAL = ("COUNTED", "ANSWERED", "REFUSED")


class HasState(Protocol):
    """How far something has come."""

    @property
    def state(self) -> str: ...


S = TypeVar("S", bound=HasState)


def wait_asked_for(prefer: str | None) -> int:
    """Seconds, at most 30; 0 where nothing is asked for. Other preferences are passed over."""
    asked = _WAIT.search(prefer or "")
    return min(WAIT_S_MAX, int(asked[1])) if asked else 0


async def settled(served: Serving, wait_s: int, ask: Callable[[Connection], S], unseen: S) -> S:
    """The state once it is final, or as it is after so many seconds; asked for at least once.

    `unseen`: the state where the read model does not answer.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + wait_s
    while True:
        seen = served.live.tick
        state = await run_in_threadpool(_state, served, ask, unseen)
        left_s = end - clock()
        if state.state in _FINAL or left_s <= 0 or served.live.over:
            return state
        await served.live.wait(seen, left_s)


def _state(served: Serving, ask: Callable[[Connection], S], unseen: S) -> S:
    """Kafka has the event, whether or not the read model answers: that is no failure of it."""
    try:
        with served.engine.connect() as connection:
            return ask(connection)
    except READ_MODEL_ERRORS:
        return unseen
