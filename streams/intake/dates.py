"""Dates that lie ahead of the record they stand in: no clock is asked, the log's own time is."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.events import DayStarted

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD_OF_RECORD_MAX = timedelta(days=1)
"""What clocks of different systems and time zones may differ by."""
_LATEST_MS = 253_402_127_999_000
"""A day before the last moment that a datetime can hold."""


def time_of(timestamp_ms: int) -> datetime:
    """The time of a Kafka record; one that no calendar holds is brought to the nearest."""
    return EPOCH + timedelta(milliseconds=min(max(timestamp_ms, 0), _LATEST_MS))


def ahead_of_record(event: Any, timestamp_ms: int) -> str | None:
    """What lies too far ahead of the record's own time; None too where it carries no time (-1)."""
    if timestamp_ms < 0:
        return None
    latest = time_of(timestamp_ms) + AHEAD_OF_RECORD_MAX
    if event.recorded_at > latest:
        return (
            f"recorded_at: {event.recorded_at.isoformat()} is more than a day after the record "
            f"itself was written, {time_of(timestamp_ms).isoformat()}"
        )
    # A day that has begun once cannot be taken back: whoever it expired would stay expired.
    if isinstance(event, DayStarted) and event.day > latest.date():
        return f"day: {event.day} had not begun when the record was written"
    return None
