"""Records as JSON that people can read and write: ISO dates, and the record's name as `type`."""

import base64
import binascii
import dataclasses
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from schemas import schema_files
from schemas.errors import MalformedText
from schemas.event_table import EVENT_TABLE
from schemas.records import loader
from schemas.schema_files import SchemaVersion

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PLAIN: dict[str, tuple[type, str]] = {
    "string": (str, "text"),
    "boolean": (bool, "true or false"),
    "long": (int, "a whole number"),
    "int": (int, "a whole number"),
}


def to_json(record: Any) -> dict[str, Any]:
    """The record as JSON values, `type` first."""
    fields: dict[str, Any] = _plain(record)
    return {"type": type(record).__name__} | fields


def from_json(document: Any) -> Any:
    """The record that a JSON object describes in the newest version of its schema.

    Raises MalformedText, which names the field.
    """
    if not isinstance(document, Mapping):
        raise MalformedText("", f"expected an object, got {_shown(document)}")
    name = document.get("type")
    if not isinstance(name, str) or name not in EVENT_TABLE:
        raise MalformedText("type", f"{_shown(name)} is not the name of an event")
    fields = {key: value for key, value in document.items() if key != "type"}
    values = datum(fields, schema_files.versions_of(name)[-1])
    return loader(EVENT_TABLE[name].event)(values)


def datum(document: Mapping[str, Any], schema: SchemaVersion) -> dict[str, Any]:
    """The values of a JSON object as Avro libraries take them, under any version of a schema."""
    values: dict[str, Any] = _read(document, schema.parsed, "", schema.named)
    return values


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {name: _plain(inner) for name, inner in vars(value).items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _read(value: Any, schema: Any, path: str, named: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        inner = next(branch for branch in schema if branch != "null")
        return None if value is None else _read(value, inner, path, named)
    if isinstance(schema, str):
        return (
            _read(value, named[schema], path, named)
            if schema in named
            else _simple(value, schema, path)
        )
    if "logicalType" in schema:
        return _moment(value, schema["logicalType"], path)
    if schema["type"] == "array":
        return _array(value, schema["items"], path, named)
    if schema["type"] == "record":
        return _object(value, schema["fields"], path, named)
    return _simple(value, schema["type"], path)


def _object(value: Any, fields: Any, path: str, named: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise MalformedText(path, f"expected an object, got {_shown(value)}")
    known = [field["name"] for field in fields]
    if unknown := [name for name in value if name not in known]:
        raise MalformedText(_join(path, unknown[0]), "no such field")
    result = {}
    for field in fields:
        name = field["name"]
        if name not in value and "default" not in field:
            raise MalformedText(_join(path, name), "is missing")
        given = value[name] if name in value else field["default"]
        result[name] = _read(given, field["type"], _join(path, name), named)
    return result


def _array(value: Any, items: Any, path: str, named: Mapping[str, Any]) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise MalformedText(path, f"expected a list, got {_shown(value)}")
    return [_read(inner, items, f"{path}[{index}]", named) for index, inner in enumerate(value)]


def _simple(value: Any, kind: str, path: str) -> Any:
    if kind == "bytes":
        return _bytes(value, path)
    wanted, described = _PLAIN[kind]
    # A bool is an int to Python, not to the contract.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise MalformedText(path, f"expected {described}, got {_shown(value)}")
    return value


def _bytes(value: Any, path: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise MalformedText(path, f"expected base64, got {_shown(value)}") from None


def _moment(value: Any, kind: str, path: str) -> date | datetime:
    try:
        if kind == "date":
            if not _DATE.fullmatch(value):
                raise ValueError
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        # A time without a zone means something else on each machine.
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        wanted = (
            "a date such as 2026-03-14"
            if kind == "date"
            else ("a time with its zone such as 2026-03-14T09:30:00Z")
        )
        raise MalformedText(path, f"expected {wanted}, got {_shown(value)}") from None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
