"""The pool stage: what the engine is told to run over the pool-log."""

from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Fold, Partition, Stage, UnitId
from streams.pool.evaluations import EvaluationLog
from streams.pool.fold import POOL_LOG, PoolFold


def pool_stage(prefix: str = DEFAULT_PREFIX) -> Stage:
    """The stage over every partition of the pool-log, under a topic prefix."""

    def fold(unit: UnitId) -> Fold:
        return PoolFold(unit, prefix)

    def state(unit: UnitId) -> Partition:
        return Partition(TOPICS["pool-state"].full_name(prefix), unit.partition)

    return Stage(
        name="pool",
        inputs=(TOPICS[POOL_LOG].full_name(prefix),),
        fold=fold,
        state=state,
        positions=EvaluationLog(TOPICS["evaluations"].full_name(prefix)),
        slow_fold=True,
    )
