"""How far units have read and how they are, as records of the contract on the `positions` topic."""

from schemas import codec
from schemas.events import UnitHealth, UnitPosition
from schemas.topics import TOPICS
from streams.engine import health
from streams.engine.positions import SharedPositions
from streams.engine.stage import Position, UnitId

POSITIONS = TOPICS["positions"]


def positions_log(prefix: str) -> SharedPositions:
    """The position log of intake and candidates, and the health log of all stages."""
    return SharedPositions(
        POSITIONS.full_name(prefix),
        POSITIONS.partitions,
        to_bytes=_position,
        from_bytes=_from_bytes,
        health_to_bytes=_health,
    )


def _position(unit: UnitId, position: Position) -> bytes:
    record = UnitPosition(unit=str(unit), offset=position.offset, count=position.count)
    return codec.encode(record)


def _from_bytes(value: bytes) -> Position:
    record: UnitPosition = codec.decode(value)
    return Position(record.offset, record.count)


def _health(said: health.UnitHealth) -> bytes:
    return codec.encode(
        UnitHealth(
            unit=str(said.unit),
            state="QUARANTINED" if said.condition == "quarantined" else "RUNNING",
            topic=said.unit.topic,
            partition=said.unit.partition,
            offset=said.position.offset,
            reason=said.reason,
        )
    )
