"""From what a mapping says of a field to its reader, led by the type that the contract states."""

import dataclasses
import types
import typing
from typing import Any

from producers.errors import SettingsWrong
from producers.mapping.leaves import OPTIONS, Known, expect_keys, leaf
from producers.mapping.readers import Entries, Reader, Record, Split

_SPLIT = {"column", "split", "by", "each"}


def record(spec: Any, kind: type[Any], where: str, field: str, known: Known) -> Record:
    """The reader of all fields of a record; raises SettingsWrong."""
    hints = typing.get_type_hints(kind)
    required = {each.name for each in dataclasses.fields(kind) if _without_default(each)}
    if not isinstance(spec, dict):
        what = f"{kind.__name__} has fields: {', '.join(hints)}"
        raise SettingsWrong(where, what, "give a table with one entry for each")
    for name in spec:
        if name not in hints:
            what = f"{kind.__name__} has no field {name!r}"
            raise SettingsWrong(where, what, f"its fields are {', '.join(hints)}")
    missing = sorted(required - set(spec))
    if missing:
        remedy = "say which column, value or text it is"
        raise SettingsWrong(where, f"{kind.__name__} needs {', '.join(missing)}", remedy)
    readers = {
        name: _field(inner, hints[name], f"{where}.{name}", _joined(field, name), known)
        for name, inner in spec.items()
    }
    return Record(field, kind, readers, frozenset(required), optional=bool(field))


def _without_default(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _field(spec: Any, hint: Any, where: str, field: str, known: Known) -> Reader:
    hint = _given(hint)
    if typing.get_origin(hint) is tuple:
        return _list(spec, typing.get_args(hint)[0], where, field, known)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return record(spec, hint, where, field, known)
    return leaf(spec, hint, where, field, known)


def _list(spec: Any, hint: Any, where: str, field: str, known: Known) -> Reader:
    if isinstance(spec, list):
        each = [_field(one, hint, f"{where}[{i}]", field, known) for i, one in enumerate(spec)]
        return Entries(tuple(each))
    if not isinstance(spec, dict) or "split" not in spec or known.parts:
        remedy = 'give a list of entries, or { column = "...", split = ";" }'
        raise SettingsWrong(where, "the field is a list", remedy)
    options = set(spec) & set(OPTIONS)
    expect_keys(spec, _SPLIT | set(OPTIONS), where)
    for name in ("column", "split", *({"by"} & set(spec))):
        if not isinstance(spec.get(name), str) or not spec[name]:
            raise SettingsWrong(where, f"{name} is {spec.get(name)!r}", f"state {name} as a text")
    given = spec.get("each", {"part": 1} | {name: spec[name] for name in options})
    if "each" in spec and options:
        raise SettingsWrong(where, f"{min(options)} stands beside each", "state it inside each")
    inner = _field(given, hint, f"{where}.each", field, dataclasses.replace(known, parts=True))
    parts = max((int(part) for part in inner.columns), default=1)
    return Split(field, spec["column"], spec["split"], spec.get("by"), parts, inner)


def _given(hint: Any) -> Any:
    arguments = typing.get_args(hint)
    if types.NoneType not in arguments:
        return hint
    return next(argument for argument in arguments if argument is not types.NoneType)


def _joined(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
