"""The exercise-log as the engine runs it: framed records in, framed records out."""

from collections.abc import Iterable, Iterator, Sequence

from schemas import headers
from schemas.codec import decode, encode
from schemas.event_table import EVENT_TABLE
from schemas.events import Event, ExerciseHeld
from schemas.partitioning import partition_of
from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Output, Position, Record
from streams.exercise import DECISION_VERSION
from streams.exercise.errors import NewerState, UnexpectedRecord
from streams.exercise.exercise import Exercise

EXERCISE_LOG = "exercise-log"
STATE = TOPICS["exercise-state"]


class ExerciseFold:
    """The one partition's exercises, between the engine's records and its outputs."""

    def __init__(self, prefix: str = DEFAULT_PREFIX) -> None:
        self.exercise = Exercise(decode, encode)
        self._prefix = prefix

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over a chunk of the state; raises NewerState for one of a newer program."""
        for key, value in records:
            state = decode(value)
            if not isinstance(state, ExerciseHeld):
                raise UnexpectedRecord(f"{type(state).__name__} in the state")
            if state.decision_version > DECISION_VERSION:
                raise NewerState(key.decode(), state.decision_version)
            event = decode(state.event)
            self.exercise.held.restore(key.decode(), state.count, state.event, event)

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """Record by record: what is told does not depend on the cuts."""
        return [*self._told_by(records, start), *self._states()]

    def fold_again(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """As `fold`, without the state records: whoever goes through a log again writes none."""
        outputs = [*self._told_by(records, start)]
        for _ in self.exercise.held.take_changes():
            pass
        return outputs

    def _told_by(self, records: Sequence[Record], start: Position) -> Iterator[Output]:
        for count, record in enumerate(records, start.count + 1):
            if record.value is None:
                raise UnexpectedRecord("a record without a value")
            origin = headers.origin(EXERCISE_LOG, record.partition, record.offset)
            for event in self.exercise.take(decode(record.value), record.value, count):
                yield from self._outputs(event, origin)

    def _outputs(self, event: Event, origin: tuple[str, bytes]) -> Iterator[Output]:
        """To its own topic; what upstream states as well goes where intake would take it."""
        row = EVENT_TABLE[type(event).__name__]
        places = [(route.log, route.key) for route in row.routes] or [(row.topic, row.key)]
        value, extra = encode(event), [origin, *headers.cloud_event(event)]
        for name, field in places:
            topic, key = TOPICS[name], str(getattr(event, field)).encode()
            partition = partition_of(key, topic.partitions)
            yield Output(topic.full_name(self._prefix), partition, key, value, extra)

    def _states(self) -> Iterator[Output]:
        topic = STATE.full_name(self._prefix)
        for key, held in self.exercise.held.take_changes():
            value = None
            if held is not None:
                state = ExerciseHeld(
                    decision_version=DECISION_VERSION, count=held.count, event=held.framed
                )
                value = encode(state)
            yield Output(topic, 0, key.encode(), value)
