"""What each unit last said of itself: its position, or that it is quarantined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kafka import TopicPartition

from deploy.log_tail import LogTail, Range, Record
from schemas.codec import decode
from schemas.events import PoolEvaluated, UnitHealth, UnitPosition


class Unit(NamedTuple):
    """One stage over one partition of a topic, the topic without its prefix."""

    stage: str
    topic: str
    partition: int


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit last said."""

    offset: int
    """The next offset of its input."""
    quarantined: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """The partition that a unit reads: its first offset and its committed end."""

    place: TopicPartition
    low: int
    high: int


Bounds = Mapping[TopicPartition, Range]


def last_words(
    tail: LogTail, positions: Bounds, evaluations: Bounds, inputs: Mapping[Unit, Input]
) -> dict[Unit, Word]:
    """The last word of each unit that ever said one; `inputs` say what each reads, from where.

    No more is read than needed: a unit that has read all of its input cannot be quarantined.
    """
    marks = _marks(tail, evaluations)
    wanted = {unit for unit, reads in inputs.items() if _waits(tail, reads, marks.get(unit))}
    said: dict[Unit, Word] = {}

    def enough(records: list[Record]) -> bool:
        said.clear()
        said.update(_said(records))
        return wanted <= said.keys()

    tail.read_back(positions, enough)
    for unit, mark in marks.items():
        # A pool keeps its position in its marks, and only its health beside the others: a
        # quarantine holds until a mark goes past the record that it names.
        if unit not in said or mark.offset > said[unit].offset or not said[unit].quarantined:
            said[unit] = mark
    return said


def _waits(tail: LogTail, reads: Input, mark: Word | None) -> bool:
    if mark is None:
        return reads.low < reads.high
    return any(tail.count({reads.place: (mark.offset, reads.high)}).values())


def _marks(tail: LogTail, evaluations: Bounds) -> dict[Unit, Word]:
    marks: dict[Unit, Word] = {}
    for place, bounds in evaluations.items():
        for record in tail.read_back({place: bounds}, bool)[-1:]:
            mark: PoolEvaluated = decode(record.value)
            marks[Unit("pool", "pool-log", mark.partition)] = Word(mark.to_offset)
    return marks


def _said(records: Iterable[Record]) -> dict[Unit, Word]:
    """Position and health of a unit stand in one partition: the later one of the two holds."""
    last = {record.key: record for record in records if record.value is not None}
    said: dict[Unit, Word] = {}
    for record in sorted(last.values(), key=lambda record: int(record.offset)):
        match decode(record.value):
            case UnitPosition() as position:
                said[_named(position.unit, record.topic)] = Word(position.offset)
            case UnitHealth() as health:
                quarantined = health.state == "QUARANTINED"
                word = Word(health.offset, quarantined, health.reason)
                said[_named(health.unit, record.topic)] = word
    return said


def _named(unit: str, positions_topic: str) -> Unit:
    stage, topic, partition = unit.split("/")
    return Unit(
        stage, topic.removeprefix(positions_topic.removesuffix("positions")), int(partition)
    )
