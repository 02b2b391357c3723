"""A caller who would rather wait: `Prefer: wait=5`, until the pool has answered."""

import asyncio
import re

from fastapi.concurrency import run_in_threadpool

from consumers.questions.decisions import DecisionState, decision_state
from consumers.web.read_model_away import READ_MODEL_ERRORS
from consumers.web.serving import Serving

WAIT_S_MAX = 30
_WAIT = re.compile(r'(?:^|[,;])\s*wait\s*=\s*"?([0-9]{1,9})"?\s*(?:$|[,;])', re.IGNORECASE)
_FINAL = ("COUNTED", "REFUSED")


def wait_asked_for(prefer: str | None) -> int:
    """Seconds, at most 30; 0 where nothing is asked for. Other preferences are passed over."""
    asked = _WAIT.search(prefer or "")
    return min(WAIT_S_MAX, int(asked[1])) if asked else 0


async def settled(served: Serving, event_id: str, wait_s: int) -> DecisionState:
    """The state once it is final, or as it is after so many seconds; asked for at least once."""
    clock = asyncio.get_running_loop().time
    end = clock() + wait_s
    while True:
        seen = served.live.tick
        state = await run_in_threadpool(_state, served, event_id)
        left_s = end - clock()
        if state.state in _FINAL or left_s <= 0 or served.live.over:
            return state
        await served.live.wait(seen, left_s)


def _state(served: Serving, event_id: str) -> DecisionState:
    """Kafka has the decision, whether or not the read model answers: that is no failure of it."""
    try:
        with served.engine.connect() as connection:
            return decision_state(connection, event_id)
    except READ_MODEL_ERRORS:
        return DecisionState(event_id=event_id, state="PUBLISHED")
