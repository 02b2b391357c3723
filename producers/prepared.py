"""An event as the record it will be in Kafka, or the reason why it cannot be one."""

from dataclasses import dataclass
from typing import Any

from producers.errors import Malformed, NotUpstream, TooLarge, UnknownEvent
from schemas.codec import encode
from schemas.errors import Unencodable
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.headers import Headers, cloud_event
from schemas.problem import ProblemKind
from schemas.shape import problems
from schemas.topics import RECORD_BYTES_MAX, UPSTREAM

_REMEDY: dict[ProblemKind, str] = {
    "MALFORMED": "correct the value",
    "CONTRADICTORY": "correct whichever of the two is wrong",
    "FAR_FUTURE": "check the year",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One record, ready to be sent; the topic is without its prefix."""

    event_id: str
    topic: str
    key: bytes
    value: bytes
    headers: Headers

    @property
    def size(self) -> int:
        """Bytes of key, value and headers, near enough to bound memory by."""
        return len(self.key) + len(self.value) + sum(len(n) + len(v) for n, v in self.headers)


def prepare(event: Any) -> Prepared:
    """The record of an upstream event; raises Refused, which says what to mend."""
    _row(event)
    _check_shape(event)
    return record_of(event)


def record_of(event: Any) -> Prepared:
    """As `prepare`, whatever the event contradicts: the record as an unchecked client writes it."""
    row = _row(event)
    value = _encoded(event)
    key = str(getattr(event, row.key)).encode()
    return Prepared(event.event_id, row.topic, key, value, cloud_event(event))


def _row(event: Any) -> EventRow:
    name = type(event).__name__
    row = EVENT_TABLE.get(name)
    if row is None or row.event is not type(event):
        raise UnknownEvent("type", f"{name} is not an event of the contract", "see schemas.events")
    if row.status == "draft":
        raise NotUpstream("type", f"{name} is a draft: no stage takes it yet", "see docs/decisions")
    if row.topic not in UPSTREAM:
        remedy = f"upstream systems write only to {', '.join(UPSTREAM)}"
        raise NotUpstream("type", f"{name} stands on {row.topic}, which Pathways writes", remedy)
    return row


def _check_shape(event: Any) -> None:
    found = problems(event)
    if found:
        first, more = found[0], len(found) - 1
        what = first.text + (f" (and {more} more)" if more else "")
        raise Malformed(first.field, what, _REMEDY[first.kind])


def _encoded(event: Any) -> bytes:
    try:
        value = encode(event)
    except Unencodable as error:
        raise Malformed("", str(error), "give each field the type that its class states") from error
    if len(value) > RECORD_BYTES_MAX:
        what = f"the record has {len(value)} bytes, the limit is {RECORD_BYTES_MAX}"
        raise TooLarge("", what, "shorten its texts and lists")
    return value
