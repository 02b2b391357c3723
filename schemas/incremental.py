"""Encodes a record again each time it has changed: of its fields only those that did."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import fastavro
from fastavro.schema import UnknownType

from schemas import codec, schema_files
from schemas.event_table import EVENT_TABLE
from schemas.records import converters, plain


class IncrementalEncoder:
    """Keeps what it wrote last, and takes from it the bytes of every field that has not changed.

    The bytes are those of `codec.encode`: Avro puts nothing between the fields of a record, and
    writes equal values of a field alike.
    """

    __slots__ = ("_ends", "_framed", "_header", "_parts", "_values")

    def __init__(self, record: type[Any]) -> None:
        self._header, self._parts = _layout(record.__name__)
        self._values: list[Any] = [_NOTHING] * len(self._parts)
        self._ends = array("L", [0] * len(self._parts))
        self._framed = b""

    def encode(self, record: Any) -> bytes:
        """Raises Unencodable where a value does not fit the schema."""
        fields, pieces = vars(record), [self._header]
        values: list[Any] = []
        start = end = len(self._header)
        ends = array("L")
        known = zip(self._parts, self._values, self._ends, strict=True)
        for (take, write, empty, empty_bytes), before, before_end in known:
            value = take(fields)
            if value is empty:
                piece = empty_bytes
            elif value is before or value == before:
                piece = self._framed[start:before_end]
            else:
                piece = write(value)
            start, end = before_end, end + len(piece)
            pieces.append(piece)
            values.append(value)
            ends.append(end)
        self._values, self._ends, self._framed = values, ends, b"".join(pieces)
        return self._framed


class _Part(NamedTuple):
    """One field that holds records or a list, or some neighbouring fields that hold neither."""

    take: Callable[[Mapping[str, Any]], Any]
    write: Callable[[Any], bytes]
    empty: Any
    """What the field holds in most records."""
    empty_bytes: bytes


_NOTHING: Any = object()
"""The value of no field."""


@cache
def _layout(name: str) -> tuple[bytes, tuple[_Part, ...]]:
    """The header and the parts of a record, in the order of its newest schema."""
    newest, record = schema_files.versions_of(name)[-1], EVENT_TABLE[name].event
    plain_fields, named = plain(record), dict[str, Any]()
    parts: list[_Part] = []
    for is_plain, fields in groupby(newest.parsed["fields"], lambda it: it["name"] in plain_fields):
        if is_plain:
            parts.append(_plain_part(record, list(fields), named))
        else:
            parts.extend(_nested_part(record, field, named) for field in fields)
    return codec.MARKER + newest.fingerprint, tuple(parts)


def _plain_part(record: type[Any], fields: Sequence[Any], named: dict[str, Any]) -> _Part:
    """To write these together takes less than to know each."""
    schema = _schema(record, fields, named)
    names = [field["name"] for field in fields]

    def take(values: Mapping[str, Any]) -> Any:
        return [values[name] for name in names]

    def write(some: Any) -> bytes:
        return codec.written(record, schema, dict(zip(names, some, strict=True)))

    return _Part(take, write, _NOTHING, b"")


def _nested_part(record: type[Any], field: Any, named: dict[str, Any]) -> _Part:
    schema = _schema(record, [field], named)
    name, avro = field["name"], field["type"]
    convert = converters(record).get(name)

    def write(value: Any) -> bytes:
        return codec.written(record, schema, {name: convert(value) if convert else value})

    empty = _NOTHING
    if isinstance(avro, list):
        empty = None
    elif isinstance(avro, dict) and avro["type"] == "array":
        # A name stands for a record that a field before spelled out.
        empty = ()
    empty_bytes = b"" if empty is _NOTHING else write(empty)
    return _Part(itemgetter(name), write, empty, empty_bytes)


def _schema(record: type[Any], fields: Sequence[Any], named: dict[str, Any]) -> Any:
    """Of a record of these fields alone; `named` are the records spelled out by fields before."""
    schema = {"type": "record", "name": f"{record.__name__}.{fields[0]['name']}", "fields": fields}
    parsed = fastavro.parse_schema(schema, named)
    try:
        # With nothing but its own names: fastavro copies all it knows before each record it writes.
        return fastavro.parse_schema(schema, {})
    except UnknownType:
        return parsed
