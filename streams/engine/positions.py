"""The shared `positions` topic: how far each unit has read, and how it is."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from schemas.partitioning import partition_of
from streams.engine.health import UnitHealth, health_key
from streams.engine.health import to_json as health_to_json
from streams.engine.stage import Fold, Output, Position, Record, UnitId


def position_to_json(unit: UnitId, position: Position) -> bytes:
    fields = {"unit": str(unit), "offset": position.offset, "count": position.count}
    return json.dumps(fields).encode()


def position_from_json(value: bytes) -> Position:
    fields = json.loads(value)
    return Position(fields["offset"], fields["count"])


@dataclass(frozen=True)
class SharedPositions:
    """A PositionLog, and the HealthLog, on one compacted topic keyed by unit.

    The encodings are arguments, so that an application may use its own contract.
    """

    topic: str
    """Full name of the topic."""
    partitions: int
    to_bytes: Callable[[UnitId, Position], bytes] = position_to_json
    from_bytes: Callable[[bytes], Position] = position_from_json
    health_to_bytes: Callable[[UnitHealth], bytes] = health_to_json

    def partition(self, unit: UnitId) -> int:
        return partition_of(str(unit).encode(), self.partitions)

    def encode(self, unit: UnitId, before: Position, after: Position, fold: Fold) -> Output:
        return Output(
            self.topic, self.partition(unit), str(unit).encode(), self.to_bytes(unit, after)
        )

    def decode(self, unit: UnitId, record: Record) -> Position | None:
        if record.key != str(unit).encode() or record.value is None:
            return None
        return self.from_bytes(record.value)

    def encode_health(self, health: UnitHealth) -> Output:
        unit, value = health.unit, self.health_to_bytes(health)
        return Output(self.topic, self.partition(unit), health_key(unit), value)
