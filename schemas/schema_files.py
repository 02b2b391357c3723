"""The Avro schemas of the contract, read once: every version of every record, by fingerprint."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

DIRECTORY = Path(__file__).parent / "avro"


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """One schema file."""

    name: str
    version: int
    parsed: Any
    """As fastavro wants it."""
    named: Mapping[str, Any]
    """The records in it, by full name: each is spelled out where it first stands."""
    fingerprint: bytes
    """CRC-64-AVRO in the byte order of the single-object framing."""


def fingerprint_of(schema: Any) -> bytes:
    """CRC-64-AVRO of a schema's canonical form: docs, defaults and logical types do not count."""
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


def read(path: Path) -> SchemaVersion:
    """The schema in a file named `<Record>.v<N>.avsc`."""
    name, version, _ = path.name.split(".")
    schema = json.loads(path.read_text())
    named: dict[str, Any] = {}
    parsed = fastavro.parse_schema(schema, named)
    return SchemaVersion(name, int(version[1:]), parsed, named, fingerprint_of(schema))


@cache
def by_fingerprint() -> Mapping[bytes, SchemaVersion]:
    schemas = (read(path) for path in sorted(DIRECTORY.glob("*.avsc")))
    return MappingProxyType({schema.fingerprint: schema for schema in schemas})


@cache
def versions_of(name: str) -> tuple[SchemaVersion, ...]:
    """All versions of a record, the oldest first."""
    found = (schema for schema in by_fingerprint().values() if schema.name == name)
    return tuple(sorted(found, key=lambda schema: schema.version))
