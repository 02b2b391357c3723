"""Records to bytes and back: Avro in single-object encoding, which needs no registry to be read."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from fastavro import schemaless_reader, schemaless_writer

from schemas import schema_files
from schemas.errors import Undecodable, Unencodable, UnknownFraming, UnknownSchema
from schemas.event_table import EVENT_TABLE
from schemas.records import dumper, loader

MARKER = b"\xc3\x01"
HEADER_BYTES = 10
"""The marker and the 8 bytes of the schema's fingerprint."""


def encode(record: Any) -> bytes:
    """The record in the newest version of its schema, framed.

    Raises Unencodable where a value does not fit the schema.
    """
    header, schema, dump = _writing(type(record))
    return written(type(record), schema, dump(record), header)


def written(record: type[Any], schema: Any, values: Any, before: bytes = b"") -> bytes:
    """Values of a record, as Avro libraries take them, after the bytes that come before.

    Raises Unencodable where one does not fit the schema.
    """
    buffer = BytesIO()
    buffer.write(before)
    try:
        schemaless_writer(buffer, schema, values)
    except (TypeError, ValueError, AttributeError, OverflowError, KeyError) as error:
        raise Unencodable(f"{record.__name__} does not fit its schema: {error}") from error
    return buffer.getvalue()


def read(buffer: BytesIO, name: str, schema: Any, resolved: Any = None) -> dict[str, Any]:
    """Values of a record, as Avro libraries give them, from where the buffer stands.

    `name` is of what the bytes are said to be. Raises Undecodable.
    """
    try:
        values: dict[str, Any] = schemaless_reader(buffer, schema, resolved)
    # Whatever the decoder stumbles over, the bytes are at fault: it knows many exceptions.
    except Exception as error:
        raise Undecodable(f"not a {name}: {error or type(error).__name__}") from error
    return values


def decode(value: bytes) -> Any:
    """The record in a framed value, whatever version of its schema wrote it.

    Raises UnknownFraming, UnknownSchema or Undecodable.
    """
    if value[:2] != MARKER or len(value) < HEADER_BYTES:
        raise UnknownFraming(
            f"{len(value)} bytes that begin with {value[:2].hex(' ') or 'nothing'}: "
            "single-object Avro begins with c3 01 and an 8-byte fingerprint"
        )
    load = _reading(value[2:HEADER_BYTES])
    buffer = BytesIO(value)
    buffer.seek(HEADER_BYTES)
    record = load(buffer)
    require_end(value, buffer.tell())
    return record


def require_end(value: bytes, end: int) -> None:
    """Raises Undecodable where the record in a framed value ended before the value."""
    if end != len(value):
        raise Undecodable(f"{len(value) - end} bytes are left over after the record")


def name_of(value: bytes) -> str | None:
    """The name of the schema that a framed value claims to follow, where the contract has it."""
    schema = schema_files.by_fingerprint().get(value[2:HEADER_BYTES])
    return schema.name if schema and value[:2] == MARKER else None


_writers: dict[type[Any], tuple[bytes, Any, Callable[[Any], dict[str, Any]]]] = {}


def _writing(record: type[Any]) -> tuple[bytes, Any, Callable[[Any], dict[str, Any]]]:
    if record not in _writers:
        _writers[record] = _make_writer(record)
    return _writers[record]


def _make_writer(record: type[Any]) -> tuple[bytes, Any, Callable[[Any], dict[str, Any]]]:
    newest = schema_files.versions_of(record.__name__)
    if not newest:
        raise Unencodable(f"{record.__name__} has no schema: see schemas/event_table.py")
    return MARKER + newest[-1].fingerprint, newest[-1].parsed, dumper(record)


# Only found fingerprints are remembered: made-up ones must not fill the memory.
_readers: dict[bytes, Callable[[BytesIO], Any]] = {}


def _reading(fingerprint: bytes) -> Callable[[BytesIO], Any]:
    reader = _readers.get(fingerprint)
    if reader is None:
        reader = _readers[fingerprint] = _make_reader(fingerprint)
    return reader


def _make_reader(fingerprint: bytes) -> Callable[[BytesIO], Any]:
    written = schema_files.by_fingerprint().get(fingerprint)
    if written is None:
        raise UnknownSchema(f"no schema of the contract has the fingerprint {fingerprint.hex()}")
    newest = schema_files.versions_of(written.name)[-1]
    load = loader(EVENT_TABLE[written.name].event)
    # Resolving one schema into another costs three times a plain read: only old versions pay it.
    resolved = newest.parsed if newest is not written else None

    name = f"{written.name}.v{written.version}"
    return lambda buffer: load(read(buffer, name, written.parsed, resolved))
