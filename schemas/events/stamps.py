"""Which of two facts about the same thing is the later one, whatever order they came in."""

from datetime import datetime

from schemas.events.envelope import Event

Stamp = tuple[datetime, datetime, str]


def stamp(event: Event) -> Stamp:
    """The later stamp wins: by effect, then by when the source learnt of it, then by id."""
    return event.occurred_at, event.recorded_at, event.event_id
