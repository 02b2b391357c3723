"""What the live folds say today of the same logs, along the cuts that were made then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.headers import ORIGIN
from streams.engine.stage import Output, UnitId
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import (
    CANDIDATE_LOG,
    EXERCISE_LOG,
    FOLDS,
    LEADERSHIP_LOG,
    POOL_LOG,
    Decided,
    candidates_fold,
    pool_fold,
    refold_candidates,
    refold_pool,
    refold_whole,
)
from streams.history.replay.records import Done, Group, Point, Replayed
from streams.history.replay.selection import Selection
from streams.history.replay.stretches import Stretch
from streams.pool.evaluations import EvaluationLog

MADE_FROM: Mapping[str, tuple[str, ...]] = {
    CANDIDATE_LOG: (POOL_LOG,),
    POOL_LOG: ("roster", "proposals", "evaluations", "horizon"),
    EXERCISE_LOG: ("slates",),
    LEADERSHIP_LOG: ("nominations",),
}
"""What is asked for of each log's decisions: in the pool-log the memberships that people's logs
come to, and not what the pools and the exercise tell there."""
PUBLIC = (
    *MADE_FROM[POOL_LOG],
    *MADE_FROM[EXERCISE_LOG],
    *MADE_FROM[LEADERSHIP_LOG],
    *MADE_FROM[CANDIDATE_LOG],
)
_UNPREFIXED = ""


def sources(topics: Iterable[str]) -> list[str]:
    """The logs that have to be folded for these topics, the earlier stage first."""
    chosen = set(topics)
    return [log for log, made in MADE_FROM.items() if chosen & set(made)]


def recomputed(
    reader: LogReader,
    stretches: Sequence[Stretch],
    topics: frozenset[str],
    selection: Selection,
    done: Done,
    tell: Tell,
) -> Iterator[Group]:
    """What the transactions that ended in the stretches say of the topics, one group for each.

    A fold begins with its log, wherever its stretch begins.
    """
    for stretch in stretches:
        after = done.get(stretch.place, Point(-1, 0))
        for step in _steps(reader, stretch.place):
            if step.cut.start.offset >= stretch.end:
                break
            tell(str(stretch.place), step.cut.end.count)
            group = [
                one
                for one in _made(step, stretch.place, topics)
                if stretch.first <= one.offset < stretch.end
                and (one.offset, one.number) > after
                and selection.takes(one.key, one.value)
            ]
            if group:
                yield group


def _steps(reader: LogReader, place: Place) -> Iterator[Decided]:
    if place.topic == CANDIDATE_LOG:
        fold = candidates_fold(place.partition, _UNPREFIXED)
        yield from refold_candidates(reader, place.partition, fold)
        return
    if place.topic != POOL_LOG:
        yield from refold_whole(reader, place, FOLDS[place.topic](place.partition, _UNPREFIXED))
        return
    marks, unit = EvaluationLog("evaluations"), UnitId("pool", POOL_LOG, place.partition)
    pool = pool_fold(place.partition, _UNPREFIXED)
    for step in refold_pool(reader, place.partition, pool):
        mark = marks.encode(unit, step.cut.start, step.cut.end, pool)
        yield step._replace(outputs=[*step.outputs, mark])


def _made(step: Decided, source: Place, topics: frozenset[str]) -> Iterator[Replayed]:
    """What of the outputs is asked for, by the record that each was made from."""
    of_pool = source.topic == POOL_LOG
    wanted = topics & set(MADE_FROM[source.topic])
    last = step.cut.records[-1]
    times = {record.offset: record.timestamp for record in step.cut.records}
    offset, number = -1, 0
    for output in step.outputs:
        if output.topic not in wanted:
            continue
        # Where the other stages' transactions end depends on how the log was fetched: a record of
        # theirs says which one it was made from, a pool's outputs come from all together.
        before, offset = offset, last.offset if of_pool else _origin(output)
        number = number + 1 if offset == before else 0
        yield Replayed(
            source, offset, number, Place(output.topic, output.partition), None,
            times[offset], output.key, output.value, tuple(output.headers),
        )  # fmt: skip


def _origin(output: Output) -> int:
    place = next(value for name, value in output.headers if name == ORIGIN)
    return int(place.rpartition(b"/")[2])
