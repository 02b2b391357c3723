"""The leadership-log as the engine runs it: framed records in, framed records out."""

from collections.abc import Iterable, Iterator, Sequence

from schemas import codec, headers
from schemas.errors import UnknownSchema
from schemas.events import Event, LeadershipHeld
from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Output, Position, Record
from streams.leadership import DECISION_VERSION
from streams.leadership.errors import NewerState, UnexpectedRecord
from streams.leadership.moment import LOG
from streams.leadership.pipeline import Pipeline

NOMINATIONS = TOPICS["nominations"]
STATE = TOPICS["leadership-state"]


class LeadershipFold:
    """The one partition of the leadership-log between the engine and the decisions."""

    def __init__(self, prefix: str = DEFAULT_PREFIX) -> None:
        self.pipeline = Pipeline()
        self._nominations = NOMINATIONS.full_name(prefix)
        self._state = STATE.full_name(prefix)

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over a chunk of the state; raises NewerState for one of a newer program."""
        for key, value in records:
            name = key.decode()
            held = _held(name, value)
            self.pipeline.known.take_over(name, _of_held(name, held), held.count)

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """Everything the records bring about, one after the other."""
        told = [
            output
            for count, record in enumerate(records, start.count + 1)
            for output in self._told(record, count)
        ]
        return [*told, *self._states()]

    def _told(self, record: Record, count: int) -> Iterator[Output]:
        if record.value is None:
            raise UnexpectedRecord("a record without a value")
        origin = headers.origin(LOG, record.partition, record.offset)
        for event in self.pipeline.take(codec.decode(record.value), record.value, count):
            extra = [origin, *headers.cloud_event(event)]
            yield Output(self._nominations, 0, _about(event), codec.encode(event), extra)

    def _states(self) -> Iterator[Output]:
        for key, count, event, framed in self.pipeline.known.take_changes():
            value = None
            if event is not None:
                held = LeadershipHeld(
                    decision_version=DECISION_VERSION,
                    count=count,
                    event=codec.encode(event) if framed is None else framed,
                )
                value = codec.encode(held)
            yield Output(self._state, 0, key.encode(), value)


def _about(event: Event) -> bytes:
    about = getattr(event, "candidate_id", None) or getattr(event, "edition_id", None)
    return (about or "").encode()


def _held(key: str, value: bytes) -> LeadershipHeld:
    try:
        held: LeadershipHeld = codec.decode(value)
    except UnknownSchema as error:
        raise NewerState(key, None) from error
    if held.decision_version > DECISION_VERSION:
        raise NewerState(key, held.decision_version)
    return held


def _of_held(key: str, held: LeadershipHeld) -> Event:
    try:
        event: Event = codec.decode(held.event)
    except UnknownSchema as error:
        raise NewerState(key, None) from error
    return event
