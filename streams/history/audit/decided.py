"""What the records of a log bring about, decided again, as far as an audit compares it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schemas.codec import decode
from schemas.topics import DEFAULT_PREFIX
from streams.engine.stage import Fold, Output, Position, Record, UnitId
from streams.history.audit.found import origin_of
from streams.history.audit.items import REMOVED, Items, ItemsMaker, hashed
from streams.history.audit.plan import Cut
from streams.history.cuts import at_counts
from streams.history.logs import LogReader, Logs, Place
from streams.history.processes import Tell
from streams.history.refold import FOLDS, POOL_LOG
from streams.pool.evaluations import EvaluationLog

_EVALUATIONS = EvaluationLog("evaluations")


class Refold(NamedTuple):
    """A log to fold again, and where to cut it."""

    logs: Logs
    place: Place
    cuts: Sequence[Cut]


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that cannot be folded: nothing behind it is decided."""

    offset: int
    count: int
    problem: str


@dataclass(frozen=True)
class Decided:
    """What one partition of a log brought about."""

    place: Place
    ways: Mapping[Place, Items]
    cuts: int
    """How many were folded."""
    records: int
    poison: Poison | None


class Said(NamedTuple):
    """One record that was brought about."""

    source: Position
    """The record that brought it about: its offset, and which record of the log it is."""
    to: Place
    ordinal: int
    """Along its way."""
    output: Output


def refold(task: Refold, tell: Tell) -> Decided:
    """All that a log brings about, as digests."""
    decided = _refolded(task, tell)
    if decided.poison is None or task.place.topic == POOL_LOG:
        return decided
    # What the records before the poison brought about is decided all the same: a pool's cut is one
    # transaction, but these cuts are ours, and may as well be single records.
    finer = (*task.cuts[: decided.cuts], *_singly(task.cuts[decided.cuts], decided.records))
    return _refolded(task._replace(cuts=finer), tell)


def _singly(cut: Cut, folded: int) -> Iterator[Cut]:
    shift = cut.end - cut.after.count
    for end in range(folded + 1, cut.end + 1):
        yield Cut(end, Position(0, end - 1 - shift), Position(0, end - shift), -1)


def _refolded(task: Refold, tell: Tell) -> Decided:
    ways: dict[Place, ItemsMaker] = defaultdict(ItemsMaker)
    done = _Done(lambda count: tell(f"decided {task.place}", count))
    with task.logs.open() as reader:
        for said in everything_said(reader, task, done):
            one = said.output
            hashes = hashed(one.key, one.value, one.headers)
            version = REMOVED if one.value is None else 0
            ways[said.to].add(None, said.source.offset, hashes, version)
    items = {to: maker.items() for to, maker in ways.items()}
    return Decided(task.place, items, done.cuts, done.records, done.poison)


@dataclass
class _Done:
    """How far folding has come."""

    tell: Callable[[int], None]
    cuts: int = 0
    records: int = 0
    poison: Poison | None = None


def everything_said(reader: LogReader, task: Refold, done: _Done | None = None) -> Iterator[Said]:
    """Every record that a log brings about, in order, up to one that cannot be folded."""
    done = done or _Done(lambda _: None)
    numbers: dict[Place, int] = defaultdict(int)
    fold = FOLDS[task.place.topic](task.place.partition, DEFAULT_PREFIX)
    chunks = reader.read(task.place)
    # The log may end before the last cut of a plan that was made while it grew.
    steps = at_counts(chunks, (it.end for it in task.cuts))
    for planned, cut in zip(task.cuts, steps, strict=False):
        # The number of a record is the one that it had when it was folded first.
        start = Position(cut.start.offset, planned.after.count - len(cut.records))
        try:
            outputs = list(fold.fold(cut.records, start))
        except Exception as error:
            done.poison = _poison(cut.records, start, error)
            return
        outputs.extend(_mark(task.place, planned, fold))
        yield from _said(task.place, outputs, cut.records, start, numbers)
        done.cuts += 1
        done.records += len(cut.records)
        done.tell(done.records)


def _mark(place: Place, cut: Cut, fold: Fold) -> Iterable[Output]:
    if place.topic == POOL_LOG:
        unit = UnitId("pool", place.topic, place.partition)
        yield _EVALUATIONS.encode(unit, cut.before, cut.after, fold)


def _said(
    place: Place,
    outputs: Iterable[Output],
    records: Sequence[Record],
    start: Position,
    numbers: dict[Place, int],
) -> Iterator[Said]:
    last = Position(records[-1].offset, start.count + len(records))
    count_of = {record.offset: count for count, record in enumerate(records, start.count + 1)}
    for output in outputs:
        to = Place(output.topic.removeprefix(DEFAULT_PREFIX), output.partition)
        source, origin = last, origin_of(output.headers)
        if origin is not None:
            source = Position(origin[1], count_of[origin[1]])
        yield Said(source, to, numbers[to], output)
        numbers[to] += 1


def _poison(records: Sequence[Record], start: Position, error: Exception) -> Poison:
    """The first record that cannot even be read; else the first of those folded together."""
    for count, record in enumerate(records, start.count + 1):
        try:
            decode(record.value or b"")
        except Exception as problem:
            return Poison(record.offset, count, str(problem))
    return Poison(records[0].offset, start.count + 1, str(error) or repr(error))
