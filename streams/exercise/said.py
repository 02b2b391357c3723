"""What the exercise says: the envelope of its events, and its remarks on what does not fit."""

from dataclasses import dataclass
from typing import Any

from schemas.events import Event, ExerciseRemarked, Remark

SOURCE = "pathways.exercise"


def caused(event_id: str, cycle_id: str, cause: Event) -> dict[str, Any]:
    """The envelope of an event that follows from another one, at that one's times."""
    return {
        "event_id": event_id,
        "occurred_at": cause.occurred_at,
        "recorded_at": cause.recorded_at,
        "source": SOURCE,
        "correlation_id": cycle_id,
        "causation_id": cause.event_id,
    }


@dataclass(frozen=True)
class Objection:
    """Why something stated about an exercise does not fit."""

    remark: Remark
    detail: str
    remedy: str
    refused: bool = True
    """Whether it counts for nothing; else it waits for a fact that may still come."""


def remarked(
    objection: Objection, cycle_id: str, cause: Event, about: str | None = None
) -> ExerciseRemarked:
    """On the cause itself; or, because of it, on something else."""
    subject = cause.event_id if about is None else f"{about}/{cause.event_id}"
    return ExerciseRemarked(
        **caused(f"{cycle_id}/remark/{subject}", cycle_id, cause),
        cycle_id=cycle_id,
        remark=objection.remark,
        refused=objection.refused,
        detail=objection.detail,
        remedy=objection.remedy,
    )
