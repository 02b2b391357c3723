"""What a place in a source turns out to be: an event, something wrong, or something odd."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from producers.errors import Malformed, Refused
from producers.prepared import prepare

REMEMBERED_IDS_MAX = 1_000_000
"""Event ids looked back on, so that memory stays bounded; further apart, duplicates go unseen."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that is no event: where in it, what is wrong and what to do."""

    line: int
    """From 1, as editors count."""
    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd about a line that does no harm."""

    line: int
    """0: about the source as a whole."""
    what: str


@dataclass(frozen=True, slots=True)
class Good:
    """A line that is an event the publisher takes."""

    line: int
    event: Any


Line = Good | Rejection | Notice


class SeenIds:
    """The ids of the latest events, with what they stood for."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[int, bytes]] = OrderedDict()

    def repeats(self, number: int, event_id: str, value: bytes) -> int | None:
        """The line where the same event stands already.

        Raises Malformed for another event of the same id.
        """
        key, content = _digest(event_id.encode()), _digest(value)
        line, before = self._seen.get(key, (0, b""))
        if not line:
            self._seen[key] = number, content
            if len(self._seen) > REMEMBERED_IDS_MAX:
                self._seen.popitem(last=False)
            return None
        if before != content:
            what = f"the id {event_id} belongs to another event, in line {line}"
            raise Malformed("event_id", what, "give each event an id of its own")
        return line


def judged(number: int, event: Any, seen: SeenIds) -> Iterator[Line]:
    """The event as a good line, a notice before it where it repeats one, or why it is none."""
    try:
        record = prepare(event)
        repeated = seen.repeats(number, record.event_id, record.value)
    except Refused as error:
        yield Rejection(number, error.where, error.what, error.remedy)
        return
    if repeated:
        yield Notice(number, f"repeats the event {event.event_id} of line {repeated}")
    yield Good(number, event)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=12).digest()
