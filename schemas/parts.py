"""A record of the contract in parts, each with bytes of its own.

Avro puts nothing between the fields of a record, and no encoding of a type is the beginning of
another one: so the bytes of a part can be kept, compared and put together without being opened.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import fastavro
from fastavro.schema import UnknownType

from schemas import codec, schema_files
from schemas.event_table import EVENT_TABLE
from schemas.records import Convert, dumper, dumps, item_of, loads, often_empty

NOTHING: Any = object()
"""The value of no field."""


class Part(NamedTuple):
    """One field that is empty in many records, or some neighbours that never are: to know each of
    those apart costs more than to write all of them.
    """

    record: type[Any]
    names: tuple[str, ...]
    schema: Any
    """Of a record with these fields alone."""
    dumps: Mapping[str, Convert]
    loads: Mapping[str, Convert]
    item: "Part | None" = None
    """One record of a list of records, as if it were a part."""

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes; raises Unencodable where a value does not fit the schema."""
        values = {name: fields[name] for name in self.names}
        for name, convert in self.dumps.items():
            values[name] = convert(values[name])
        return codec.written(self.record, self.schema, values)

    def read(self, buffer: BytesIO) -> dict[str, Any]:
        """Its fields, from where the buffer stands to where they end; raises Undecodable."""
        values = codec.read(buffer, self.record.__name__, self.schema)
        for name, convert in self.loads.items():
            values[name] = convert(values[name])
        return values


class Layout(NamedTuple):
    """The newest schema of a record, in parts."""

    header: bytes
    parts: tuple[Part, ...]
    empty: tuple[tuple[Any, bytes], ...]
    """Of each part, the value and the bytes that it has in many records; `NOTHING` where none."""
    part_of: tuple[int, ...]
    """The number of each field's part."""
    single: frozenset[int]
    """The parts that are one field."""
    take: Callable[[Mapping[str, Any]], Sequence[Any]]
    """The values of all fields in their order; every record of the contract has several."""


@cache
def layout_of(name: str) -> Layout:
    """Of a record in the event table."""
    newest, record = schema_files.versions_of(name)[-1], EVENT_TABLE[name].event
    kind = _Kind(record, dumps(record), loads(record), {})
    empty = often_empty(record)
    parts: list[Part] = []
    for alone, neighbours in groupby(newest.parsed["fields"], lambda it: it["name"] in empty):
        fields = list(neighbours)
        for some in [[field] for field in fields] if alone else [fields]:
            parts.append(_part(kind, some))
    return Layout(
        header=codec.MARKER + newest.fingerprint,
        parts=tuple(parts),
        empty=tuple(_empty(part, empty) for part in parts),
        part_of=tuple(number for number, part in enumerate(parts) for _ in part.names),
        single=frozenset(number for number, part in enumerate(parts) if len(part.names) == 1),
        take=itemgetter(*(name for part in parts for name in part.names)),
    )


class _Kind(NamedTuple):
    """A kind of record, on the way through its fields."""

    record: type[Any]
    dumps: Mapping[str, Convert]
    loads: Mapping[str, Convert]
    named: dict[str, Any]
    """The schemas of records that were spelled out by fields so far."""


def _part(kind: _Kind, fields: Sequence[Any]) -> Part:
    names = tuple(field["name"] for field in fields)
    return Part(
        kind.record,
        names,
        _schema(kind, fields),
        {name: kind.dumps[name] for name in names if name in kind.dumps},
        {name: kind.loads[name] for name in names if name in kind.loads},
        _item(kind, names[0], fields[0]["type"]) if len(fields) == 1 else None,
    )


def _item(kind: _Kind, name: str, avro: Any) -> Part | None:
    item = item_of(kind.record, name)
    if item is None:
        return None
    field = {"name": "item", "type": avro["items"]}
    return Part(kind.record, ("item",), _schema(kind, [field]), {"item": dumper(item)}, {})


def _empty(part: Part, empty: Mapping[str, Any]) -> tuple[Any, bytes]:
    name = part.names[0]
    return (empty[name], part.write({name: empty[name]})) if name in empty else (NOTHING, b"")


def _schema(kind: _Kind, fields: Sequence[Any]) -> Any:
    """Of a record of these fields alone."""
    name = f"{kind.record.__name__}.{fields[0]['name']}"
    schema = {"type": "record", "name": name, "fields": fields}
    parsed = fastavro.parse_schema(schema, kind.named)
    try:
        # With nothing but its own names: fastavro copies all it knows before each record it writes.
        return fastavro.parse_schema(schema, {})
    except UnknownType:
        return parsed
