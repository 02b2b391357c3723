"""The exercise stage: what the engine is told to run over the exercise-log."""

from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Fold, Partition, PositionLog, Stage, UnitId
from streams.exercise.fold import EXERCISE_LOG, STATE, ExerciseFold


def exercise_stage(positions: PositionLog, prefix: str = DEFAULT_PREFIX) -> Stage:
    """The stage over the one partition of the exercise-log: places span job groups."""

    def fold(_: UnitId) -> Fold:
        return ExerciseFold(prefix)

    def state(unit: UnitId) -> Partition:
        return Partition(STATE.full_name(prefix), unit.partition)

    return Stage(
        name="exercise",
        inputs=(TOPICS[EXERCISE_LOG].full_name(prefix),),
        fold=fold,
        state=state,
        positions=positions,
        # A slate of a large exercise takes seconds.
        slow_fold=True,
    )
