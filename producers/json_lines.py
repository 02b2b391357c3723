"""JSON Lines, one event a line, and what keeps a line from being an event."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from producers.lines import Line, Notice, Rejection, SeenIds, judged
from schemas.errors import MalformedText
from schemas.text import from_json

LINE_BYTES_MAX = 8 << 20
"""An event of the largest size, written with every character escaped, still fits."""
_BOM = b"\xef\xbb\xbf"


class _Bad(Exception):
    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.where, self.what, self.remedy = where, what, remedy


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """What each line is, in order; a notice about a line comes before the line itself.

    Blank lines, a byte order mark and Windows line ends are told and do no harm.
    """
    seen = SeenIds()
    told_windows = False
    for number, raw in raw_lines(file):
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


def _read(number: int, text: bytes, seen: SeenIds) -> Iterator[Line]:
    try:
        event = _event(text)
    except _Bad as bad:
        yield Rejection(number, bad.where, bad.what, bad.remedy)
        return
    yield from judged(number, event, seen)


def _event(raw: bytes) -> Any:
    try:
        return from_json(_document(_decoded(raw)))
    except MalformedText as error:
        remedy = "see docs/guides/publish.md for the fields of each event"
        raise _Bad(error.path, error.problem, remedy) from error


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


def raw_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
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
