"""What this server published for people and the read model has not told of yet: in memory."""

from collections.abc import Container
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request

from schemas.events import Event

SENT_MAX = 500
"""The oldest are forgotten first: by then they were read back long ago."""


class Sent:
    """Shown as on their way until they come back, to whoever may see decisions."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: dict[str, Event] = {}

    def add(self, event: Event) -> None:
        with self._lock:
            self._events[event.event_id] = event
            while len(self._events) > SENT_MAX:
                del self._events[next(iter(self._events))]

    def waiting(self, name: str, value: str, known: Container[str]) -> list[Any]:
        """Whose field says so, the latest first, but for those that are known by their ids."""
        with self._lock:
            events = list(self._events.values())
        return [
            event
            for event in reversed(events)
            if getattr(event, name, None) == value and event.event_id not in known
        ]


def _of_this_app(request: Request) -> Sent:
    found: Sent = request.app.state.sent
    return found


SentNow = Annotated[Sent, Depends(_of_this_app)]
