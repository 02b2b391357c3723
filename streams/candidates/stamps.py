"""Which of two statements about one thing is the later one, whatever order they came in."""

from datetime import UTC, date, datetime, timedelta

from schemas.events import Event

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHIFT = 1 << 63
_SECONDS_PER_DAY = 86_400
_TIMES_BYTES = 16


def stamp(event: Event) -> bytes:
    """Compares by effect, then by when the source learnt of it, then by id; see CandidateState."""
    occurred, recorded = _microseconds(event.occurred_at), _microseconds(event.recorded_at)
    times = (occurred + _SHIFT) << 64 | (recorded + _SHIFT)
    return times.to_bytes(_TIMES_BYTES, "big") + event.event_id.encode()


def event_id_of(stamp: bytes) -> str:
    return stamp[_TIMES_BYTES:].decode()


def occurred_at_of(stamp: bytes) -> datetime:
    return EPOCH + timedelta(microseconds=int.from_bytes(stamp[:8], "big") - _SHIFT)


def occurred_on(stamp: bytes) -> date:
    """The UTC date of effect."""
    return occurred_at_of(stamp).date()


def _microseconds(time: datetime) -> int:
    since = time - EPOCH
    return (since.days * _SECONDS_PER_DAY + since.seconds) * 1_000_000 + since.microseconds
