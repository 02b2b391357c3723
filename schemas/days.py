"""The day as an event, the same one whoever publishes it: a repeated day changes nothing."""

from datetime import UTC, date, datetime, time

from schemas.events import DayStarted

SOURCE = "pathways.clock"


def day_started(day: date) -> DayStarted:
    """Its id is the date, and it happened at midnight UTC."""
    midnight = datetime.combine(day, time(), UTC)
    return DayStarted(
        event_id=day.isoformat(),
        occurred_at=midnight,
        recorded_at=midnight,
        source=SOURCE,
        day=day,
    )
