"""What the exercise stage holds now, from its state topic."""

from deploy.rotation.errors import NoCycle
from deploy.state import state_records
from schemas.events import RotationCyclePublished
from streams.exercise.fold import ExerciseFold
from streams.exercise.known import Known
from streams.history.logs import LogReader


def exercises_now(reader: LogReader) -> Known:
    """Everything stated about all exercises; raises NewerState."""
    fold = ExerciseFold()
    fold.restore(state_records(reader, "exercise-state"))
    return fold.exercise.held.known_now()


def cycle_of(known: Known, cycle_id: str) -> RotationCyclePublished:
    """Raises NoCycle."""
    cycle = known.get(f"cycle|{cycle_id}")
    if isinstance(cycle, RotationCyclePublished):
        return cycle
    raise NoCycle(cycle_id, sorted(it.cycle_id for it in known.of(RotationCyclePublished)))
