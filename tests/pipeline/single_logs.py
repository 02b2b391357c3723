"""The exercise and the leadership pipeline, folded again from their logs one record at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.framing import NoIds
from schemas.headers import ORIGIN
from streams.engine.stage import Fold, Headers, Output, Position, UnitId
from streams.topology import stages
from tests.pipeline.faults import Fault, Item, compare
from tests.pipeline.reading import Line, Place, Reading
from tests.pipeline.ways import Ways, differences, found_in

PREFIX = "again."
SINGLE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "exercise": ("exercise-log", "exercise-state", ("slates", "candidate-log", "pool-log")),
    "leadership": ("leadership-log", "leadership-state", ("nominations",)),
}
"""By stage: its log, its state, and where else it writes."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A record as a fold sees it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp: int = -1


def single_log_faults(reading: Reading) -> list[Fault]:
    """The same bytes in the same order, and the same state, wherever transactions were cut."""
    faults = []
    for stage, (log, state, topics) in SINGLE.items():
        outputs = [*_outputs(_fold(stage, log), reading[Place(log, 0)])]
        elsewhere = {place.topic for place in reading} - {log}
        found = found_in(reading, topics, left_out=("", *elsewhere))
        faults += differences(_said(outputs, topics), found)
        faults += _state_faults(Place(state, 0), outputs, reading)
    return faults


def _fold(stage: str, log: str) -> Fold:
    found = next(one for one in stages(PREFIX, NoIds()) if one.name == stage)
    return found.fold(UnitId(stage, PREFIX + log, 0))


def _outputs(fold: Fold, lines: Sequence[Line]) -> Sequence[Output]:
    outputs: list[Output] = []
    for count, line in enumerate(lines):
        record = _Record(PREFIX, 0, line.offset, line.key, line.value)
        outputs += fold.fold([record], Position(line.offset, count))
    return outputs


def _said(outputs: Sequence[Output], topics: Sequence[str]) -> Ways:
    ways = Ways()
    for output in outputs:
        topic = output.topic.removeprefix(PREFIX)
        if topic in topics:
            item = Item(dict(output.headers)[ORIGIN].decode(), output.key, output.value)
            ways.add(Place(topic, output.partition), item)
    return ways


def _state_faults(place: Place, outputs: Sequence[Output], reading: Reading) -> list[Fault]:
    """By key, the last value; a tombstone leaves nothing, and may be gone itself by now."""
    folded = {
        output.key: output.value
        for output in outputs
        if output.topic.removeprefix(PREFIX) == place.topic
    }
    last = {line.key: line.value for line in reading[place]}
    expected, found = (
        [Item("", key, value) for key, value in sorted(it.items(), key=repr) if value is not None]
        for it in (folded, last)
    )
    return compare(str(place), expected, found)
