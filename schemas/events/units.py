"""What the engine remembers of itself: `pathways.positions`, keyed by unit."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class UnitPosition:
    """How far a unit has read its input: `offset` is the next to read, `count` those folded."""

    unit: str
    offset: int
    count: int


@dataclass(frozen=True, kw_only=True)
class UnitHealth:
    """Whether a unit works, or stands before a record that it cannot fold."""

    unit: str
    state: Literal["RUNNING", "QUARANTINED"]
    topic: str
    partition: int
    offset: int
    reason: str
