"""From what an exercise says, and people said to it, to the rows that say the same: pure."""

from collections.abc import Callable, Mapping
from typing import Any

from consumers.delivery import Delivery
from consumers.projection.exercise_tables import (
    CYCLE_EVENTS,
    EXERCISE_ACTS,
    EXERCISE_REMARKS,
    SLATE_SETTLEMENTS,
)
from consumers.projection.placed import Told, logged_row, picked, published_row
from consumers.projection.slate_tables import (
    SLATE_BLOCKING,
    SLATE_JOINT_OPTIONS,
    SLATE_PARTS,
    SLATE_PLACEMENTS,
    SLATE_UNFILLED,
    SLATE_UNPLACED,
)
from schemas.events import (
    Event,
    ExerciseRemarked,
    RotationCyclePublished,
    SlateAdjusted,
    SlateProposed,
    SlateRequested,
    SlateSettled,
    SlateSignedOff,
)

_ENTRIES = {
    "placements": SLATE_PLACEMENTS,
    "unplaced": SLATE_UNPLACED,
    "unfilled": SLATE_UNFILLED,
    "blocking": SLATE_BLOCKING,
    "joint_options": SLATE_JOINT_OPTIONS,
}
"""The lists of a slate by the event's fields."""

ACTS: tuple[type[Event], ...] = (SlateRequested, SlateAdjusted, SlateSignedOff)
"""What people ask for and decide in an exercise."""


def slate(event: SlateProposed, delivery: Delivery) -> Told:
    revision = {"cycle_id": event.cycle_id, "run": event.run, "revision": event.revision}
    told = {
        table.name: [picked(table, entry) | revision for entry in getattr(event, field)]
        for field, table in _ENTRIES.items()
    }
    counts = {
        "placed": len(event.placements),
        **{name: len(getattr(event, name)) for name in _ENTRIES if name != "placements"},
    }
    used = {
        "rule_set_id": event.rule_set.rule_set_id,
        "rule_set_version": event.rule_set.version,
        "policy_id": event.policy.rule_set_id,
        "policy_version": event.policy.version,
    }
    return told | {
        SLATE_PARTS.name: [published_row(SLATE_PARTS, event, delivery, **counts, **used)]
    }


def settlement(event: SlateSettled, delivery: Delivery) -> Told:
    return {SLATE_SETTLEMENTS.name: [published_row(SLATE_SETTLEMENTS, event, delivery)]}


def remark(event: ExerciseRemarked, delivery: Delivery) -> Told:
    return {EXERCISE_REMARKS.name: [published_row(EXERCISE_REMARKS, event, delivery)]}


def act(event: Event, delivery: Delivery) -> Told:
    return {EXERCISE_ACTS.name: [logged_row(EXERCISE_ACTS, event, delivery)]}


def cycle(event: RotationCyclePublished, delivery: Delivery) -> Told:
    return {CYCLE_EVENTS.name: [logged_row(CYCLE_EVENTS, event, delivery)]}


EXERCISE_ROWS: Mapping[type[Event], Callable[[Any, Delivery], Told]] = {
    SlateProposed: slate,
    SlateSettled: settlement,
    ExerciseRemarked: remark,
    RotationCyclePublished: cycle,
    **dict.fromkeys(ACTS, act),
}
"""How each event is written."""

EXERCISE_LOG_KINDS = frozenset({RotationCyclePublished.__name__, *(kind.__name__ for kind in ACTS)})
"""The names of the events that the read model takes from the exercise's log."""
