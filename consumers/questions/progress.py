"""How far the read model and the pools are, from the read model alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from consumers.projection.tables import GENERATIONS, POOLS, SOURCE_POSITIONS


@dataclass(frozen=True, kw_only=True)
class PoolProgress:
    """One partition of the pool's log."""

    log_partition: int
    day: date | None
    """The day that the pool has reached."""
    rule_set_id: str | None
    rule_set_version: int | None
    decision_version: int
    behind: int
    """How many offsets of the pool's log the projection has read and the pool has not decided."""


def pools(connection: Connection) -> list[PoolProgress]:
    """Those that ever decided anything."""
    read = {
        row.topic_partition: row.next_offset
        for row in connection.execute(
            select(SOURCE_POSITIONS)
            .join(GENERATIONS, GENERATIONS.c.generation == SOURCE_POSITIONS.c.generation)
            .where(GENERATIONS.c.state == "CURRENT", SOURCE_POSITIONS.c.topic.like("%pool-log"))
        )
    }
    return [
        PoolProgress(
            log_partition=row.log_partition,
            day=row.day,
            rule_set_id=row.rule_set_id,
            rule_set_version=row.rule_set_version,
            decision_version=row.decision_version,
            behind=max(0, read.get(row.log_partition, 0) - row.next_offset),
        )
        for row in connection.execute(select(POOLS).order_by(POOLS.c.log_partition))
    ]


def day_reached(connection: Connection) -> date | None:
    """The latest day of all pools: what the organisation's today is, as far as anything decides."""
    return connection.execute(select(func.max(POOLS.c.day))).scalar()
