"""The pools of a moment in the past, asked whom they would allow to take which posts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.codec import decode, encode, name_of
from schemas.events import LogPosition, PostsJudged, PostsToJudge, RuleSetPublished
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.engine.stage import Record
from streams.history.cuts import Cut, at_counts, marks
from streams.history.exercise.overlay import gives_way
from streams.history.logs import LogReader, Logs, Place
from streams.history.processes import Tell, in_processes
from streams.history.refold import POOL_LOG
from streams.pool.opening import Opening
from streams.pool.pool import Pool


class Then(NamedTuple):
    """Where the pools stand when they are asked."""

    counts: Mapping[int, int]
    """By pool, how many records it had read; for others see `before_ms`."""
    before_ms: int
    """A pool that is not named had read what was written before."""
    rule_set: RuleSetPublished | None
    """In force instead of what was."""


def judged_then(
    logs: Logs, asked: Iterable[PostsToJudge], then: Then, processes: int, tell: Tell
) -> list[PostsJudged]:
    """An answer to each question, by part."""
    by_pool: dict[int, list[PostsToJudge]] = defaultdict(list)
    for one in asked:
        by_pool[partition_of(one.job_group.encode(), TOPICS[POOL_LOG].partitions)].append(one)
    tasks = [_Pool(logs, number, then, questions) for number, questions in sorted(by_pool.items())]
    answers = in_processes(_judged, tasks, processes, tell)
    return sorted((one for some in answers for one in some), key=lambda it: it.part)


class _Pool(NamedTuple):
    logs: Logs
    partition: int
    then: Then
    asked: Sequence[PostsToJudge]


def _judged(task: _Pool, tell: Tell) -> Sequence[PostsJudged]:
    pool, count = Pool(Opening()), 0
    place = Place(POOL_LOG, task.partition)
    with task.logs.open() as reader:
        for cut in _cuts(reader, place, task.then):
            count = cut.end.count
            _take(pool, _values(cut.records, task.then.rule_set), task.partition, count)
            tell(f"decided {place}", count)
    rules = [] if task.then.rule_set is None else [encode(task.then.rule_set)]
    values = [*rules, *map(encode, task.asked)]
    return _take(pool, values, task.partition, count + len(values))


def _cuts(reader: LogReader, place: Place, then: Then) -> Iterator[Cut]:
    """Those that the pool had decided on by then."""
    last = then.counts.get(place.partition)
    counts = [mark.to_count for mark in marks(reader, place.partition)]
    for cut in at_counts(reader.read(place), counts):
        late = cut.records[0].timestamp > then.before_ms if last is None else cut.end.count > last
        if late:
            return
        yield cut


def _values(records: Iterable[Record], rule_set: RuleSetPublished | None) -> Iterator[bytes]:
    """Without rule sets that give way, and without what was asked then."""
    for record in records:
        value = record.value or b""
        name = name_of(value)
        if name == RuleSetPublished.__name__ and gives_way(decode(value), rule_set):
            continue
        if name != PostsToJudge.__name__:
            yield value


def _take(pool: Pool, values: Iterable[bytes], partition: int, count: int) -> list[PostsJudged]:
    taken = False
    for value in values:
        pool.take(value)
        taken = True
    if not taken:
        return []
    return pool.evaluate(LogPosition(log=POOL_LOG, partition=partition, count=count)).judged
