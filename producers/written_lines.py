"""Events as JSON Lines, faster than by way of `schemas.text` and the same text."""

import dataclasses
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, BinaryIO


def line_of(event: Any) -> bytes:
    """The event as `schemas.text.from_json` reads it, in one line with its end."""
    document = {"type": type(event).__name__, **vars(event)}
    return _encode(document).encode() + b"\n"


def write_lines(events: Iterable[Any], file: BinaryIO) -> int:
    """Writes each event on a line of its own; returns their number."""
    count = 0
    for event in events:
        file.write(line_of(event))
        count += 1
    file.flush()
    return count


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return vars(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no upstream event has a {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
