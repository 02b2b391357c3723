"""Writes the Avro schema of a record from its dataclass, once: a frozen file is never touched.

`python -m schemas.authoring` writes what is missing and renews drafts; `--freeze` also enters new
files into the list of frozen ones.
"""

import ast
import dataclasses
import hashlib
import inspect
import json
import sys
import textwrap
import types
import typing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schemas.event_table import EVENT_TABLE, EventRow
from schemas.records import NAMESPACE

DIRECTORY = Path(__file__).parent / "avro"
FROZEN = DIRECTORY / "frozen.json"

_PRIMITIVES: dict[Any, Any] = {
    str: "string",
    int: "long",
    bool: "boolean",
    bytes: "bytes",
    date: {"type": "int", "logicalType": "date"},
    datetime: {"type": "long", "logicalType": "timestamp-micros"},
}


def schema_of(record: type[Any]) -> dict[str, Any]:
    """The Avro schema of a record's dataclass, its docstrings as `doc`."""
    schema: dict[str, Any] = _record(record, set())
    return schema


def file_of(row: EventRow) -> Path:
    return DIRECTORY / f"{row.name}.v{row.version}.avsc"


def write(row: EventRow) -> bool:
    """Write the schema file of a row; False where it stands already as it should or is frozen."""
    path, text = file_of(row), json.dumps(schema_of(row.event), indent=2) + "\n"
    if path.name in frozen_digests() or (path.exists() and path.read_text() == text):
        return False
    path.write_text(text)
    return True


def frozen_digests() -> dict[str, str]:
    """SHA-256 of each frozen schema file by its name."""
    digests: dict[str, str] = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    return digests


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def freeze() -> list[str]:
    """Enter the files of all frozen rows into the list; those in it already keep their digest."""
    digests = frozen_digests()
    fresh = {file_of(row) for row in EVENT_TABLE.values() if row.status == "frozen"}
    added = {path.name: digest(path) for path in fresh if path.name not in digests}
    FROZEN.write_text(json.dumps(digests | added, indent=2, sort_keys=True) + "\n")
    return sorted(added)


def _record(record: type[Any], seen: set[str]) -> Any:
    if record.__name__ in seen:
        return record.__name__
    seen.add(record.__name__)
    hints = typing.get_type_hints(record)
    docs = _field_docs(record)
    return {
        "type": "record",
        "name": record.__name__,
        "namespace": NAMESPACE,
        "doc": inspect.cleandoc(record.__doc__ or ""),
        "fields": [
            _field(field, hints[field.name], docs.get(field.name), seen)
            for field in dataclasses.fields(record)
        ],
    }


def _field(
    field: "dataclasses.Field[Any]", hint: Any, doc: str | None, seen: set[str]
) -> dict[str, Any]:
    result: dict[str, Any] = {"name": field.name, "type": _type(hint, seen)}
    if doc:
        result["doc"] = doc
    if _is_optional(hint):
        result["default"] = None
    elif field.default is not dataclasses.MISSING:
        result["default"] = [] if field.default == () else field.default
    return result


def _type(hint: Any, seen: set[str]) -> Any:
    if hint in _PRIMITIVES:
        return _PRIMITIVES[hint]
    if dataclasses.is_dataclass(hint):
        return _record(typing.cast("type[Any]", hint), seen)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        # The organisation may add a code: a string does not break old readers, an enum would.
        return "string"
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": _type(arguments[0], seen)}
    if _is_optional(hint):
        inner = next(argument for argument in arguments if argument is not types.NoneType)
        if typing.get_origin(inner) is tuple:
            # fastavro takes a tuple in a union for the name of a branch and its value.
            raise TypeError(f"no null for lists: let an empty one stand for nothing, not {hint!r}")
        return ["null", _type(inner, seen)]
    raise TypeError(f"no Avro type for {hint!r}")


def _is_optional(hint: Any) -> bool:
    return types.NoneType in typing.get_args(hint)


def _field_docs(record: type[Any]) -> dict[str, str]:
    """The string that follows each field, of the record and the classes it extends."""
    docs: dict[str, str] = {}
    for owner in reversed(record.__mro__[:-1]):
        body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
        assert isinstance(body, ast.ClassDef)
        for statement, following in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
            ):
                docs[statement.target.id] = inspect.cleandoc(str(following.value.value))
    return docs


def main(arguments: list[str]) -> None:
    DIRECTORY.mkdir(exist_ok=True)
    for row in EVENT_TABLE.values():
        if write(row):
            print(f"wrote {file_of(row).name}")
    if "--freeze" in arguments:
        for name in freeze():
            print(f"froze {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
