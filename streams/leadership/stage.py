"""The leadership stage: what the engine is told to run over the leadership-log."""

from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Fold, Partition, PositionLog, Stage, UnitId
from streams.leadership.fold import STATE, LeadershipFold
from streams.leadership.moment import LOG


def leadership_stage(positions: PositionLog, prefix: str = DEFAULT_PREFIX) -> Stage:
    """The stage over the one partition of the leadership-log: all people share the seats."""

    def fold(unit: UnitId) -> Fold:
        return LeadershipFold(prefix)

    def state(unit: UnitId) -> Partition:
        return Partition(STATE.full_name(prefix), unit.partition)

    return Stage("leadership", (TOPICS[LOG].full_name(prefix),), fold, state, positions)
