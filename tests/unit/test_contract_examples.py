"""Every schema version has a golden example, and two libraries that share no code agree on it."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import avro.io
import avro.schema
import avro.schemanormalization
import fastavro
import pytest

from schemas import schema_files
from schemas.codec import MARKER, decode, encode
from schemas.event_table import EVENT_TABLE
from schemas.schema_files import SchemaVersion
from schemas.text import datum, from_json, to_json

EXAMPLES = Path(schema_files.__file__).parent / "examples"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL = sorted(
    schema_files.by_fingerprint().values(), key=lambda schema: (schema.name, schema.version)
)
every_schema = pytest.mark.parametrize("schema", ALL, ids=lambda it: f"{it.name}.v{it.version}")


def example_of(schema: SchemaVersion) -> dict[str, Any]:
    path = EXAMPLES / f"{schema.name}.v{schema.version}.json"
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def values_of(schema: SchemaVersion) -> dict[str, Any]:
    fields = {name: value for name, value in example_of(schema).items() if name != "type"}
    return datum(fields, schema)


def framed(schema: SchemaVersion) -> bytes:
    body = io.BytesIO()
    fastavro.schemaless_writer(body, schema.parsed, values_of(schema))
    return MARKER + schema.fingerprint + body.getvalue()


def authority(schema: SchemaVersion) -> Any:
    path = schema_files.DIRECTORY / f"{schema.name}.v{schema.version}.avsc"
    return avro.schema.parse(path.read_text())


def without_logical_types(value: Any) -> Any:
    """avro-python3 knows no logical types: days and microseconds since 1970 are plain numbers."""
    if isinstance(value, dict):
        return {key: without_logical_types(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_logical_types(inner) for inner in value]
    if isinstance(value, datetime):
        since = value - EPOCH
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    if isinstance(value, date):
        return (value - EPOCH.date()).days
    return value


def contains(whole: Any, part: Any) -> bool:
    """Whether all that a JSON value says is said by another one, at the same places."""
    if isinstance(part, dict):
        return all(name in whole and contains(whole[name], part[name]) for name in part)
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(contains, whole, part))
    return bool(whole == part)


def test_a_value_changed_dropped_or_moved_is_not_contained() -> None:
    whole = {"a": [{"b": 1, "c": 2}], "d": 3}
    assert contains(whole, {"a": [{"b": 1}]})
    assert not contains(whole, {"a": [{"b": 2}]})
    assert not contains(whole, {"a": [{"b": 1}, {"b": 1}]})
    assert not contains(whole, {"e": 3})


@every_schema
def test_both_libraries_write_the_same_bytes(schema: SchemaVersion) -> None:
    written = io.BytesIO()
    avro.io.DatumWriter(authority(schema)).write(
        without_logical_types(values_of(schema)), avro.io.BinaryEncoder(written)
    )
    assert written.getvalue() == framed(schema)[10:]


@every_schema
def test_both_libraries_read_the_same_values(schema: SchemaVersion) -> None:
    parsed = authority(schema)
    decoder = avro.io.BinaryDecoder(io.BytesIO(framed(schema)[10:]))
    read = avro.io.DatumReader(parsed, parsed).read(decoder)
    assert read == without_logical_types(values_of(schema))


@every_schema
def test_both_libraries_compute_the_same_fingerprint(schema: SchemaVersion) -> None:
    canonical = avro.schemanormalization.ToParsingCanonicalForm(authority(schema))
    assert avro.schemanormalization.Fingerprint(canonical, "CRC-64-AVRO") == schema.fingerprint


@every_schema
def test_the_newest_version_reads_every_older_example(schema: SchemaVersion) -> None:
    record = decode(framed(schema))
    assert type(record) is EVENT_TABLE[schema.name].event
    written_today = decode(encode(record))
    assert written_today == record


@every_schema
def test_an_example_survives_text(schema: SchemaVersion) -> None:
    document = example_of(schema)
    record = from_json(document)
    assert record == decode(framed(schema))
    written = to_json(record)
    if schema.version == EVENT_TABLE[schema.name].version:
        assert written == document
    # What a newer version adds stands beside what an older one said, and changes none of it.
    assert contains(written, document)


def test_each_schema_has_an_example_and_each_example_a_schema() -> None:
    schemas = {f"{schema.name}.v{schema.version}" for schema in ALL}
    assert schemas == {path.name.removesuffix(".json") for path in EXAMPLES.glob("*.json")}
