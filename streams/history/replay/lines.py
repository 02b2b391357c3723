"""Records as JSON Lines: where each stands, and the event in words."""

import json
import os
from base64 import b64encode
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from schemas.codec import decode
from schemas.errors import ContractError
from streams.history.logs import Place
from streams.history.replay.part_file import Whole
from streams.history.replay.records import Group, Point, Replayed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WINDOW = 1 << 20


def _plain(value: Any) -> Any:
    """As `schemas.text` has it, but by way of the encoder itself: that halves the time."""
    if is_dataclass(value):
        return vars(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return b64encode(value).decode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


class Lines:
    """A Form: one object a line. Its `event` is what `pathways publish` reads."""

    def beginning(self) -> bytes:
        return b""

    def encoded(self, group: Group) -> bytes:
        return "".join(f"{_encode(_document(one))}\n" for one in group).encode()

    def whole(self, path: Path) -> Whole:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            tail, window = b"", _WINDOW
            # Two line ends enclose the last whole line; a file of one line has its beginning.
            while tail.count(b"\n") < 2 and len(tail) < size:
                file.seek(max(0, size - window))
                tail, window = file.read(), window * 4
        end = tail.rfind(b"\n") + 1
        if not end:
            return 0, None, Point(-1, 0)
        return size - len(tail) + end, *_source(json.loads(tail[:end].splitlines()[-1]))


def _document(one: Replayed) -> dict[str, Any]:
    said: dict[str, Any] = {
        "topic": one.place.topic,
        "partition": one.place.partition,
        "position": one.position,
        "offset": one.offset if one.source == one.place else None,
        "time": moment(one.timestamp).isoformat().replace("+00:00", "Z"),
        **_key(one.key),
        **_event(one.value),
    }
    if one.source != one.place:
        said["made_from"] = [*one.source, one.offset, one.number]
    return said


def moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _key(key: bytes | None) -> dict[str, Any]:
    if key is None:
        return {"key": None}
    try:
        return {"key": key.decode()}
    except UnicodeDecodeError:
        return {"key": None, "key_base64": b64encode(key).decode()}


def _event(value: bytes | None) -> dict[str, Any]:
    if value is None:
        return {"event": None}
    try:
        event = decode(value)
        return {"event": {"type": type(event).__name__} | vars(event)}
    except ContractError as error:
        # What an upstream wrote stands in its topic whatever it is.
        text = b64encode(value).decode()
        return {"event": None, "problem": str(error), "value_base64": text}


def _source(said: dict[str, Any]) -> tuple[Place, Point]:
    copied = (said["topic"], said["partition"], said["offset"], 0)
    topic, partition, offset, number = said.get("made_from", copied)
    return Place(topic, partition), Point(offset, number)
