"""What a unit says about its own health: in Kafka, so that anybody can ask without asking it."""

import json
from dataclasses import dataclass
from typing import Literal, Protocol

from streams.engine.stage import Output, Position, UnitId

Condition = Literal["running", "quarantined"]


@dataclass(frozen=True, slots=True)
class UnitHealth:
    """Written when a unit is quarantined, and again with its first commit after opening."""

    unit: UnitId
    condition: Condition
    position: Position
    """The record that cannot be folded if quarantined; otherwise where the unit went on."""
    reason: str
    """What failed and where, for a person to read; empty while running."""


class HealthLog(Protocol):
    """Where and how the health of units is kept."""

    def encode_health(self, health: UnitHealth) -> Output: ...


def health_key(unit: UnitId) -> bytes:
    return f"health/{unit}".encode()


def to_json(health: UnitHealth) -> bytes:
    fields = {
        "unit": str(health.unit),
        "condition": health.condition,
        "offset": health.position.offset,
        "count": health.position.count,
        "reason": health.reason,
    }
    return json.dumps(fields, ensure_ascii=False).encode()
