"""Records as one Avro object container: each with its place, its event as a record of its own."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from fastavro import block_reader
from fastavro.write import Writer

from schemas.codec import decode
from schemas.errors import ContractError
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.records import NAMESPACE, dumper
from schemas.schema_files import versions_of
from streams.history.logs import Place
from streams.history.replay.lines import moment
from streams.history.replay.part_file import Whole
from streams.history.replay.records import Group, Point, Replayed

CODEC = "deflate"
"""Every reader of Avro has it."""
_BLOCK_BYTES = 1 << 30
"""A block ends where a group does, and nowhere else."""


class _Taken(BytesIO):
    """Hands over what was written since the last time."""

    def seekable(self) -> bool:
        return False

    def take(self) -> bytes:
        data = self.getvalue()
        self.truncate(0)
        self.seek(0)
        return data


class Container:
    """A Form: a block for each group, so that a whole block is a whole group."""

    def __init__(self, topics: Iterable[str], digest: str) -> None:
        self._types = frozenset(row.name for row in _rows(topics))
        self._out = _Taken()
        self._writer = Writer(
            self._out,
            schema(topics),
            CODEC,
            sync_interval=_BLOCK_BYTES,
            metadata={"pathways.replay": digest},
            sync_marker=sha256(digest.encode()).digest()[:16],
            compression_level=1,
        )
        self._beginning = self._out.take()

    def beginning(self) -> bytes:
        return self._beginning

    def encoded(self, group: Group) -> bytes:
        for one in group:
            self._writer.write(self._document(one))
        self._writer.flush()
        return self._out.take()

    def whole(self, path: Path) -> Whole:
        end, last = len(self._beginning), None
        with path.open("rb") as file:
            try:
                for block in block_reader(file):
                    *_, last = block
                    end = file.tell()
            # The last block is only half there.
            except (EOFError, ValueError, IndexError):
                pass
        if last is None:
            return end, None, Point(-1, 0)
        source = last["made_from"] or {
            "log": last["topic"], "partition": last["partition"],
            "offset": last["offset"], "number": 0,
        }  # fmt: skip
        place = Place(source["log"], source["partition"])
        return end, place, Point(source["offset"], source["number"])

    def _document(self, one: Replayed) -> dict[str, Any]:
        copied = one.source == one.place
        return {
            "topic": one.place.topic,
            "partition": one.place.partition,
            "position": one.position,
            "offset": one.offset if copied else None,
            "time": moment(one.timestamp),
            "key": one.key,
            **self._event(one.value),
            "made_from": None if copied else _made_from(one),
        }

    def _event(self, value: bytes | None) -> dict[str, Any]:
        """Where the event cannot be told, or belongs to another topic: its bytes as they are."""
        said: dict[str, Any] = {"type": None, "event": None, "value": None, "problem": None}
        if value is None:
            return said
        try:
            event = decode(value)
        except ContractError as error:
            return said | {"value": value, "problem": str(error)}
        name = type(event).__name__
        if name not in self._types:
            problem = f"{name} does not belong to this topic"
            return said | {"type": name, "value": value, "problem": problem}
        record = (f"{NAMESPACE}.{name}", dumper(type(event))(event))
        return said | {"type": name, "event": record}


def schema(topics: Iterable[str]) -> dict[str, Any]:
    """Of a record: its place, and a union of the newest schemas of all that the topics may hold."""
    seen: set[str] = set()
    events = [_once(versions_of(row.name)[-1].parsed, seen) for row in _rows(topics)]
    return {
        "type": "record",
        "name": "ReplayedRecord",
        "namespace": NAMESPACE,
        "fields": [
            {"name": "topic", "type": "string"},
            {"name": "partition", "type": "int"},
            {"name": "position", "type": ["null", "long"]},
            {"name": "offset", "type": ["null", "long"]},
            {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "key", "type": ["null", "bytes"]},
            {"name": "type", "type": ["null", "string"]},
            {"name": "event", "type": ["null", *events]},
            {"name": "value", "type": ["null", "bytes"]},
            {"name": "problem", "type": ["null", "string"]},
            {"name": "made_from", "type": ["null", _MADE_FROM]},
        ],
    }


_MADE_FROM = {
    "type": "record",
    "name": "MadeFrom",
    "fields": [
        {"name": "log", "type": "string"},
        {"name": "partition", "type": "int"},
        {"name": "offset", "type": "long"},
        {"name": "number", "type": "int"},
    ],
}


def _made_from(one: Replayed) -> dict[str, Any]:
    topic, partition = one.source
    return {"log": topic, "partition": partition, "offset": one.offset, "number": one.number}


def _rows(topics: Iterable[str]) -> list[EventRow]:
    chosen = frozenset(topics)
    return [row for row in EVENT_TABLE.values() if row.status == "frozen" and _on(row) & chosen]


@cache
def _on(row: EventRow) -> frozenset[str]:
    """The topics on which a kind of record may stand."""
    return frozenset((row.topic, *(route.log for route in row.routes)))


def _once(part: Any, seen: set[str]) -> Any:
    """Several events share records: Avro wants each spelled out once."""
    if isinstance(part, list):
        return [_once(one, seen) for one in part]
    if not isinstance(part, dict):
        return part
    name = part.get("name")
    if part.get("type") == "record":
        if name in seen:
            return name
        seen.add(str(name))
        fields = [{**one, "type": _once(one["type"], seen)} for one in part["fields"]]
        return {"type": "record", "name": name, "fields": fields}
    plain = {key: value for key, value in part.items() if not key.startswith("__")}
    return {key: _once(value, seen) if key in ("type", "items") else value
            for key, value in plain.items()}  # fmt: skip
