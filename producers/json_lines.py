"""JSON Lines, one event a line, and what keeps a line from being an event."""

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, BinaryIO

from producers.errors import Refused
from producers.prepared import prepare
from schemas.errors import MalformedText
from schemas.text import from_json

LINE_BYTES_MAX = 8 << 20
"""An event of the largest size, written with every character escaped, still fits."""
REMEMBERED_IDS_MAX = 1_000_000
"""Event ids looked back on, so that memory stays bounded; further apart, duplicates go unseen."""
_BOM = b"\xef\xbb\xbf"


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
    what: str


@dataclass(frozen=True, slots=True)
class Good:
    """A line that is an event the publisher takes."""

    line: int
    event: Any


Line = Good | Rejection | Notice


class _Bad(Exception):
    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.where, self.what, self.remedy = where, what, remedy


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """What each line is, in order; a notice about a line comes before the line itself.

    Blank lines, a byte order mark and Windows line ends are told and do no harm.
    """
    seen = _SeenIds()
    told_windows = False
    for number, raw in _raw_lines(file):
        if raw is None:
            what = f"the line has more than {LINE_BYTES_MAX} bytes"
            yield Rejection(number, "", what, "write one event a line, each ended by a line feed")
            continue
        text, mark = (raw[3:], True) if number == 1 and raw.startswith(_BOM) else (raw, False)
        if mark:
            yield Notice(number, "a byte order mark was left out")
        if text.endswith(b"\r\n") and not told_windows:
            told_windows = True
            yield Notice(number, "lines end as on Windows (CR LF); that is fine")
        if not text.strip():
            yield Notice(number, "blank")
            continue
        yield from _read(number, text, seen)


def _read(number: int, text: bytes, seen: "_SeenIds") -> Iterator[Line]:
    try:
        event, value = _event(text)
        repeated = seen.repeats(number, event.event_id, value)
    except _Bad as bad:
        yield Rejection(number, bad.where, bad.what, bad.remedy)
        return
    if repeated:
        yield Notice(number, f"repeats the event {event.event_id} of line {repeated}")
    yield Good(number, event)


def _event(raw: bytes) -> tuple[Any, bytes]:
    """The event, and its bytes in Kafka: the same whatever order its fields are written in."""
    document = _document(_decoded(raw))
    try:
        event = from_json(document)
    except MalformedText as error:
        remedy = "see docs/guides/publish.md for the fields of each event"
        raise _Bad(error.path, error.problem, remedy) from error
    try:
        return event, prepare(event).value
    except Refused as error:
        raise _Bad(error.where, error.what, error.remedy) from error


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} of the line is not UTF-8 (0x{raw[error.start]:02x})"
        raise _Bad("", what, "save the file as UTF-8") from error


def _document(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        what = f"not JSON at character {error.pos + 1}: {error.msg}"
        raise _Bad("", what, "write one whole JSON object a line") from error
    except RecursionError as error:
        raise _Bad("", "nested too deeply", "write the event as its fields") from error
    except ValueError as error:
        # Python refuses numbers of thousands of digits.
        raise _Bad("", f"not JSON: {error}", "write numbers of ordinary size") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise _Bad(name, "stands twice in the same object", "keep the one that is meant")
        values[name] = value
    return values


def _no_constant(name: str) -> Any:
    raise _Bad("", f"{name} is not JSON", "write a number, a text or null")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)


class _SeenIds:
    """The ids of the latest events, with what they stood for."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[int, bytes]] = OrderedDict()

    def repeats(self, number: int, event_id: str, value: bytes) -> int | None:
        """The line where the same event stands already; refuses another event of the same id."""
        key, content = _digest(event_id.encode()), _digest(value)
        line, before = self._seen.get(key, (0, b""))
        if not line:
            self._seen[key] = number, content
            if len(self._seen) > REMEMBERED_IDS_MAX:
                self._seen.popitem(last=False)
            return None
        if before != content:
            what = f"the id {event_id} belongs to another event, in line {line}"
            raise _Bad("event_id", what, "give each event an id of its own")
        return line


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=12).digest()


def _raw_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one over the limit, which is read past in pieces."""
    number = 0
    while raw := file.readline(LINE_BYTES_MAX + 1):
        number += 1
        if len(raw) <= LINE_BYTES_MAX:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(LINE_BYTES_MAX)
        yield number, None
