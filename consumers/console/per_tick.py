"""Answers of the read model that cost much, asked once for each of its states, for all visitors."""

from collections.abc import Callable
from threading import Lock
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request
from sqlalchemy import Connection

from consumers.web.live import Tick
from consumers.web.serving import Serving

T = TypeVar("T")


class PerTick:
    """Holds the answers of one state: the next one lets go of all of them."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._lock = Lock()
        self._tick: Tick | None = None
        self._answers: dict[Callable[[Connection], Any], Any] = {}

    def ask(self, question: Callable[[Connection], T]) -> T:
        """One at a time: whoever asks the same meanwhile waits for this answer."""
        with self._lock:
            # Read before the question: what is written meanwhile makes another tick.
            tick = self._serving.live.tick
            if tick is None or tick != self._tick:
                self._tick = tick
                self._answers.clear()
            if question not in self._answers:
                with self._serving.engine.connect() as connection:
                    self._answers[question] = question(connection)
            return cast(T, self._answers[question])


def _of_this_app(request: Request) -> PerTick:
    found: PerTick = request.app.state.per_tick
    return found


Kept = Annotated[PerTick, Depends(_of_this_app)]
