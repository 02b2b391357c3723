"""The live worker's own folds, fed from the logs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.events import PoolEvaluated
from schemas.topics import DEFAULT_PREFIX
from streams.candidates.people import People
from streams.candidates.stage import CandidatesFold
from streams.engine.stage import Fold, Output, UnitId
from streams.exercise.fold import ExerciseFold
from streams.history.cuts import Cut, at_counts, every, marks
from streams.history.logs import LogReader, Place
from streams.leadership.fold import LeadershipFold
from streams.pool.fold import PoolFold

CANDIDATE_LOG, POOL_LOG = "candidate-log", "pool-log"
EXERCISE_LOG, LEADERSHIP_LOG = "exercise-log", "leadership-log"
RECORDS_PER_STEP = 2_000
"""As many as the live worker folds at most in a transaction: larger steps would only hold more."""


class Decided(NamedTuple):
    """What one transaction brought about."""

    cut: Cut
    outputs: Sequence[Output]


def candidates_fold(partition: int, prefix: str = DEFAULT_PREFIX) -> CandidatesFold:
    return CandidatesFold(People(partition), prefix)


def pool_fold(partition: int, prefix: str = DEFAULT_PREFIX) -> PoolFold:
    return PoolFold(UnitId("pool", prefix + POOL_LOG, partition), prefix)


def exercise_fold(_: int = 0, prefix: str = DEFAULT_PREFIX) -> ExerciseFold:
    return ExerciseFold(prefix)


def leadership_fold(_: int = 0, prefix: str = DEFAULT_PREFIX) -> LeadershipFold:
    return LeadershipFold(prefix)


FOLDS: Mapping[str, Callable[[int, str], Fold]] = {
    CANDIDATE_LOG: candidates_fold,
    POOL_LOG: pool_fold,
    EXERCISE_LOG: exercise_fold,
    LEADERSHIP_LOG: leadership_fold,
}
"""A new, empty fold for a partition of each log."""


def refold_whole(reader: LogReader, place: Place, fold: Fold) -> Iterator[Decided]:
    """A whole log of an exercise or of the leadership pipeline; the cuts do not matter there."""
    for cut in every(reader.read(place), RECORDS_PER_STEP):
        yield Decided(cut, fold.fold(cut.records, cut.start))


def refold_candidates(reader: LogReader, partition: int, fold: CandidatesFold) -> Iterator[Decided]:
    """A whole candidate-log, without the states; what is told does not depend on the cuts."""
    chunks = reader.read(Place(CANDIDATE_LOG, partition))
    for cut in every(chunks, RECORDS_PER_STEP):
        yield Decided(cut, fold.fold_again(cut.records, cut.start))


def refold_pool(
    reader: LogReader,
    partition: int,
    fold: PoolFold,
    along: Iterable[PoolEvaluated] | None = None,
) -> Iterator[Decided]:
    """A pool-log along its marks, to the last of them; by default along all."""
    found = marks(reader, partition) if along is None else along
    chunks = reader.read(Place(POOL_LOG, partition))
    for cut in at_counts(chunks, (mark.to_count for mark in found)):
        yield Decided(cut, fold.fold(cut.records, cut.start))
