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
    empty = often_empty(record)
    named: dict[str, Any] = {}
    parts: list[Part] = []
    for alone, neighbours in groupby(newest.parsed["fields"], lambda it: it["name"] in empty):
        fields = list(neighbours)
        for some in [[field] for field in fields] if alone else [fields]:
            parts.append(_part(record, some, named))
    return Layout(
        header=codec.MARKER + newest.fingerprint,
        parts=tuple(parts),
        empty=tuple(_empty(part, empty) for part in parts),
        part_of=tuple(number for number, part in enumerate(parts) for _ in part.names),
        single=frozenset(number for number, part in enumerate(parts) if len(part.names) == 1),
        take=itemgetter(*(name for part in parts for name in part.names)),
    )


def _part(record: type[Any], fields: Sequence[Any], named: dict[str, Any]) -> Part:
    names = tuple(field["name"] for field in fields)
    dumped, loaded = dumps(record), loads(record)
    return Part(
        record,
        names,
        _schema(record, fields, named),
        {name: dumped[name] for name in names if name in dumped},
        {name: loaded[name] for name in names if name in loaded},
        _item(record, names[0], fields[0]["type"], named) if len(fields) == 1 else None,
    )


def _item(record: type[Any], name: str, avro: Any, named: dict[str, Any]) -> Part | None:
    kind = item_of(record, name)
    if kind is None:
        return None
    field = {"name": "item", "type": avro["items"]}
    return Part(record, ("item",), _schema(record, [field], named), {"item": dumper(kind)}, {})


def _empty(part: Part, empty: Mapping[str, Any]) -> tuple[Any, bytes]:
    name = part.names[0]
    return (empty[name], part.write({name: empty[name]})) if name in empty else (NOTHING, b"")


def _schema(record: type[Any], fields: Sequence[Any], named: dict[str, Any]) -> Any:
    """Of a record of these fields alone; `named` are the records spelled out by fields before."""
    schema = {"type": "record", "name": f"{record.__name__}.{fields[0]['name']}", "fields": fields}
    parsed = fastavro.parse_schema(schema, named)
    try:
        # With nothing but its own names: fastavro copies all it knows before each record it writes.
        return fastavro.parse_schema(schema, {})
    except UnknownType:
        return parsed
