"""The exercise-log up to a slate, folded again with something laid over it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.codec import decode, encode, name_of
from schemas.events import Event, ExerciseRemarked, PostsJudged, PostsToJudge, SlateProposed
from streams.engine.stage import Output, Position, Record
from streams.history.exercise.errors import NoAnswer, NotTaken
from streams.history.exercise.overlay import TOUCHED, Overlay
from streams.history.exercise.run_seen import RunSeen
from streams.history.exercise.slates import Slate, whole_slates
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import EXERCISE_LOG, RECORDS_PER_STEP, exercise_fold
from streams.history.snapshot.form import SavedRecord

Ask = Callable[[Sequence[PostsToJudge]], Sequence[PostsJudged]]
_PLACE = Place(EXERCISE_LOG, 0)


def run_again(reader: LogReader, seen: RunSeen, overlay: Overlay, ask: Ask, tell: Tell) -> Slate:
    """The slate that the same run comes to; raises NotTaken or NoAnswer."""
    again = _Again(seen)
    for values, record, requested in _altered(reader, seen, overlay):
        again.fold(values, record)
        tell(str(_PLACE), again.count)
        if requested:
            _require_taken(again.remarks, overlay)
    again.fold(map(encode, ask(again.asked)), again.last)
    if slates := whole_slates(again.slates):
        return slates[0]
    raise NoAnswer(f"{seen.cycle_id}/{seen.run}", [it.detail for it in again.remarks])


@dataclass
class _Again:
    """The fold, and what it says of the run."""

    seen: RunSeen
    count: int = 0
    slates: list[SlateProposed] = field(default_factory=list)
    remarks: list[ExerciseRemarked] = field(default_factory=list)
    asked: list[PostsToJudge] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fold = exercise_fold()
        self.last: Record = SavedRecord(EXERCISE_LOG, _PLACE.partition, 0, 0, None, None)

    def fold(self, values: Iterable[bytes], record: Record) -> None:
        """Records at the place of one; the outputs of other runs are dropped."""
        records = [_at(record, value) for value in values]
        self.last = record
        if records:
            self._note(self._fold.fold(records, Position(record.offset, self.count)))
            self.count += len(records)

    def _note(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            if name_of(output.value or b"") not in _HEARD:
                continue
            event: Any = decode(output.value or b"")
            if event.cycle_id != self.seen.cycle_id:
                continue
            if isinstance(event, ExerciseRemarked):
                self.remarks.append(event)
            elif event.run == self.seen.run:
                (self.asked if isinstance(event, PostsToJudge) else self.slates).append(event)


_HEARD = frozenset(it.__name__ for it in (PostsToJudge, SlateProposed, ExerciseRemarked))


def _altered(
    reader: LogReader, seen: RunSeen, overlay: Overlay
) -> Iterator[tuple[list[bytes], Record, bool]]:
    """Values to fold at the place of a record, and whether the run is asked for by then.

    What the pools answered then is left out.
    """
    values: list[bytes] = []
    record: Record | None = None
    for chunk in reader.read(_PLACE, None, seen.made_at + 1):
        for record in chunk:
            requested = False
            for event, value in _instead(record.value or b"", seen, overlay):
                values.append(value)
                requested = requested or (event is not None and overlay.is_request(event))
            if requested or len(values) >= RECORDS_PER_STEP:
                yield values, record, requested
                values = []
    if record is not None and values:
        yield values, record, False


def _instead(value: bytes, seen: RunSeen, overlay: Overlay) -> Iterator[tuple[Event | None, bytes]]:
    name = name_of(value)
    if name == PostsJudged.__name__:
        answer: PostsJudged = decode(value)
        if (answer.cycle_id, answer.run) == (seen.cycle_id, seen.run):
            return
    if name not in TOUCHED:
        yield None, value
        return
    event: Event = decode(value)
    for one in overlay.in_place_of(event):
        yield one, value if one is event else encode(one)


def _require_taken(remarks: Iterable[ExerciseRemarked], overlay: Overlay) -> None:
    for one in remarks:
        if one.refused and one.causation_id in overlay.added:
            raise NotTaken(one.causation_id or "", one.detail, one.remedy)


def _at(record: Record, value: bytes) -> SavedRecord:
    return SavedRecord(
        record.topic, record.partition, record.offset, record.timestamp, record.key, value
    )
