"""What everything told after one record says of when and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.events import DayStarted, Event, LogPosition

SOURCE = "pathways.leadership"
LOG = "leadership-log"


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything here follows from one record and the day: no clock is read."""

    position: LogPosition
    cause: Event
    as_of: date
    """The day that started last."""

    def envelope(self, event_id: str, because_of: str | None = None) -> dict[str, Any]:
        """The fields that every event has; `because_of` names a cause other than the record's."""
        cause = self.cause
        told = cause.event_id if cause.causation_id is None else cause.causation_id
        return {
            "event_id": event_id,
            "occurred_at": cause.occurred_at,
            "recorded_at": cause.recorded_at,
            "source": SOURCE,
            "correlation_id": cause.correlation_id,
            "causation_id": because_of
            or (cause.event_id if isinstance(cause, DayStarted) else told),
        }

    @property
    def count(self) -> int:
        return self.position.count
