"""Reads records with Python that is made for their schema: half of what fastavro takes.

It reads values where they lie, without a file in between, and is stricter than a general reader: a
negative size, a branch that a union does not have and bytes that are left over are errors.
"""

import types
import typing
from collections.abc import Callable
from typing import Any

from schemas import binary
from schemas.compiled_writer import kind_of
from schemas.errors import Undecodable
from schemas.schema_files import SchemaVersion

Read = Callable[[bytes], Any]

_TEXT = (
    "size = b[p]; p += 1",
    "if size > 127 or size & 1: size, p = size_at(b, p - 1); size <<= 1",
    "end = p + (size >> 1); {0} = b[p:end]{1}; p = end",
)
_PRIMITIVES: dict[str, tuple[str, ...]] = {
    "string": tuple(line.replace("{1}", ".decode()") for line in _TEXT),
    "bytes": tuple(line.replace("{1}", "") for line in _TEXT),
    "long": ("{0}, p = long_at(b, p)",),
    "int": ("{0}, p = long_at(b, p)",),
    "boolean": ("{0} = BOOLEANS[b[p]]; p += 1",),
    "date": ("{0}, p = day_at(b, p)",),
    "timestamp-micros": ("{0}, p = time_at(b, p)",),
}
_NAMES = {
    "BOOLEANS": (False, True),
    "new": object.__new__,
    # A frozen record takes its attributes whole: to call its class costs as much as to read it.
    "set_attribute": object.__setattr__,
    "size_at": binary.size_at,
    "long_at": binary.long_at,
    "day_at": binary.day_at,
    "time_at": binary.time_at,
}


def compiled_reader(schema: SchemaVersion, record: type[Any], start: int) -> Read:
    """From a value whose Avro body begins at `start` to the record; raises Undecodable."""
    lines = _Lines(schema)
    lines.add(0, "def read(b):")
    lines.add(1, f"p = {start}")
    result = lines.read(schema.parsed, record, 1)
    lines.add(1, "if p != len(b): raise ValueError(f'{len(b) - p} bytes are left over')")
    lines.add(1, f"return {result}")
    names: dict[str, Any] = {**_NAMES, **lines.classes}
    exec("\n".join(lines.lines), names)
    read: Read = names["read"]

    def checked(value: bytes) -> Any:
        try:
            return read(value)
        except (IndexError, ValueError, OverflowError) as error:
            name = f"{schema.name}.v{schema.version}"
            raise Undecodable(f"not a {name}: {error or type(error).__name__}") from error

    return checked


class _Lines:
    """Source that grows line by line; each value read has a variable of its own."""

    def __init__(self, schema: SchemaVersion) -> None:
        self.lines: list[str] = []
        self.classes: dict[str, type[Any]] = {}
        self._named = schema.named
        self._variables = 0

    def add(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)

    def read(self, schema: Any, hint: Any, depth: int) -> str:
        """Lines that read a value of a schema into a variable, whose name is the answer."""
        if isinstance(schema, str) and schema in self._named:
            schema = self._named[schema]
        if isinstance(schema, list):
            return self._optional(schema, hint, depth)
        if isinstance(schema, dict) and schema["type"] == "record":
            return self._record(schema, hint, depth)
        if isinstance(schema, dict) and schema["type"] == "array":
            return self._array(schema["items"], typing.get_args(hint)[0], depth)
        result = self._variable()
        for line in _PRIMITIVES[kind_of(schema)]:
            self.add(depth, line.replace("{0}", result))
        return result

    def _optional(self, branches: list[Any], hint: Any, depth: int) -> str:
        inner = next(it for it in typing.get_args(hint) if it is not types.NoneType)
        result = self._variable()
        self.add(depth, "branch = b[p]; p += 1")
        self.add(depth, "if branch == 2:")
        self.add(depth + 1, f"{result} = {self.read(branches[1], inner, depth + 1)}")
        self.add(depth, f"elif branch == 0: {result} = None")
        self.add(depth, "else: raise ValueError(f'{branch} is no branch of a union')")
        return result

    def _record(self, schema: Any, record: type[Any], depth: int) -> str:
        hints = typing.get_type_hints(record)
        fields = [
            f"{field['name']!r}: {self.read(field['type'], hints[field['name']], depth)}"
            for field in schema["fields"]
        ]
        result = self._variable()
        self.classes[record.__name__] = record
        self.add(depth, f"{result} = new({record.__name__})")
        self.add(depth, f"set_attribute({result}, '__dict__', {{{', '.join(fields)}}})")
        return result

    def _array(self, items: Any, hint: Any, depth: int) -> str:
        result, count = self._variable(), self._variable()
        self.add(depth, f"{result} = ()")
        self.add(depth, f"{count}, p = long_at(b, p)")
        self.add(depth, f"if {count}: {result} = []")
        self.add(depth, f"while {count}:")
        # A negative count is followed by the size of the block in bytes.
        self.add(depth + 1, f"if {count} < 0: {count} = -{count}; size, p = size_at(b, p)")
        self.add(depth + 1, f"for _ in range({count}):")
        item = self.read(items, hint, depth + 2)
        self.add(depth + 2, f"{result}.append({item})")
        self.add(depth + 1, f"{count}, p = long_at(b, p)")
        self.add(depth, f"{result} = tuple({result})")
        return result

    def _variable(self) -> str:
        self._variables += 1
        return f"v{self._variables}"
