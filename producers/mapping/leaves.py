"""What a mapping says of one plain field: a column, a constant or a text, and how it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Literal, get_origin

from producers.errors import SettingsWrong
from producers.mapping import cells
from producers.mapping.cells import Convert, Kind, Unfit
from producers.mapping.lookups import Lookup
from producers.mapping.readers import ABSENT, Cell, Constant, Reader, Text
from producers.zones import zone_called

_ORIGINS = ("column", "part", "value", "text")
OPTIONS = ("values", "lookup", "format", "thousands", "empty")
_KINDS: Mapping[Any, Kind] = {
    str: "text",
    int: "number",
    bool: "flag",
    date: "day",
    datetime: "moment",
}
_PLAIN: Mapping[Kind, type] = {
    "text": str,
    "number": int,
    "flag": bool,
    "day": date,
    "moment": datetime,
}
_COLUMN = re.compile(r"([^{}]*)(?:\{([^{}]+)\})?")


@dataclass(frozen=True, slots=True)
class Known:
    """What the fields of a mapping may refer to."""

    lookups: Mapping[str, Lookup]
    zone: tzinfo | None
    parts: bool = False
    """Whether fields are read from the parts of a list's entry, not from columns."""


def zone_of(name: Any) -> tzinfo | None:
    """Raises SettingsWrong for a zone that this machine does not know."""
    if name is None:
        return None
    try:
        return zone_called(name)
    except ValueError as error:
        remedy = "give a name such as Europe/Zurich or UTC"
        raise SettingsWrong("zone", str(error), remedy) from error


def expect_keys(spec: Any, allowed: set[str], where: str) -> None:
    """Raises SettingsWrong for what is no table or has a key that means nothing."""
    if not isinstance(spec, dict):
        raise SettingsWrong(where, f"expected a table, got {spec!r}", "see docs/guides/import.md")
    unknown = [key for key in spec if key not in allowed]
    if unknown:
        what = f"{unknown[0]!r} means nothing here"
        raise SettingsWrong(where, what, f"use {', '.join(sorted(allowed))}")


def leaf(spec: Any, hint: Any, where: str, field: str, known: Known) -> Reader:
    """The reader of a field that is neither a record nor a list; raises SettingsWrong."""
    kind = _kind(hint)
    if isinstance(spec, str | int) and not isinstance(spec, bool):
        spec = {"part" if known.parts else "column": spec}
    origins = [name for name in _ORIGINS if isinstance(spec, dict) and name in spec]
    if len(origins) != 1:
        remedy = 'write "Column", { column = ... }, { value = ... } or { text = "..{Column}.." }'
        raise SettingsWrong(where, f"{spec!r} does not say what the field is", remedy)
    expect_keys(spec, {origins[0], *OPTIONS}, where)
    if origins[0] in ("value", "text") and len(spec) > 1:
        extra = next(name for name in spec if name != origins[0])
        raise SettingsWrong(where, f"{extra} has no sense here", "leave it out")
    if "value" in spec:
        return Constant(_fixed(spec["value"], kind, where, known))
    if "text" in spec:
        return _text(spec["text"], kind, where, field, known)
    empty = _fixed(spec["empty"], kind, where, known) if "empty" in spec else ABSENT
    return Cell(field, _column(spec, where, known), _convert(spec, kind, where, known), empty)


def _column(spec: Mapping[str, Any], where: str, known: Known) -> str:
    column, part = spec.get("column"), spec.get("part")
    if known.parts and isinstance(part, int) and 1 <= part <= 20:
        return str(part)
    if not known.parts and isinstance(column, str) and column:
        return column
    remedy = "inside `each` give a part from 1, elsewhere a column"
    raise SettingsWrong(where, f"{column or part!r} cannot be read here", remedy)


def _text(given: Any, kind: Kind, where: str, field: str, known: Known) -> Reader:
    if kind != "text" or not isinstance(given, str) or not given:
        raise SettingsWrong(where, f"the field is no text, but {kind}", "give a column or a value")
    if set("{}") & set(re.sub(r"\{[^{}]+\}", "", given)):
        raise SettingsWrong(where, f"{given!r} has a bracket too many", "write {Column}")
    pieces = tuple((words, column or None) for words, column in _COLUMN.findall(given))
    return Text(field, tuple(piece for piece in pieces if any(piece)))


def _convert(spec: Mapping[str, Any], kind: Kind, where: str, known: Known) -> Convert:
    if "values" in spec:
        values = spec["values"]
        expect_keys(values, set(values), f"{where}.values")
        fixed = {name: _fixed(v, kind, where, known) for name, v in values.items()}
        if "lookup" not in spec:
            return cells.one_of(fixed)
        return _aliased(fixed, _lookup(spec["lookup"], kind, where, known))
    if "lookup" in spec:
        return _lookup(spec["lookup"], kind, where, known)
    return _plain(spec, kind, where, known)


def _plain(spec: Mapping[str, Any], kind: Kind, where: str, known: Known) -> Convert:
    form = spec.get("format", ())
    formats = (form,) if isinstance(form, str) else tuple(form)
    if formats and kind not in ("day", "moment"):
        raise SettingsWrong(where, f"format is for dates, the field is {kind}", "leave it out")
    if "thousands" in spec and kind != "number":
        raise SettingsWrong(where, f"thousands is for numbers, not {kind}", "leave it out")
    match kind:
        case "text":
            return cells.text
        case "number":
            return cells.number(spec.get("thousands"))
        case "flag":
            return cells.flag
        case "day":
            return cells.day(formats)
        case "moment":
            return cells.moment(formats, known.zone)


def _aliased(aliases: Mapping[str, Any], lookup: Convert) -> Convert:
    return lambda given: aliases[given] if given in aliases else lookup(given)


def _lookup(name: Any, kind: Kind, where: str, known: Known) -> Convert:
    if kind != "text" or name not in known.lookups:
        raise SettingsWrong(where, f"there is no lookup {name!r}", "describe it as [lookup.NAME]")
    return known.lookups[name].code


def _fixed(value: Any, kind: Kind, where: str, known: Known) -> Any:
    if isinstance(value, str) and kind in ("day", "moment"):
        try:
            return _plain({}, kind, where, known)(value)
        except Unfit as error:
            raise SettingsWrong(where, error.what, error.remedy) from error
    wanted = _PLAIN[kind]
    # To Python true is a number and a time is a date; the contract tells them apart.
    zoned = not isinstance(value, datetime) or value.tzinfo is not None
    if type(value) is not wanted or not zoned:
        raise SettingsWrong(where, f"{value!r} is no {kind}", f"give a {wanted.__name__}")
    return value


def _kind(hint: Any) -> Kind:
    return "text" if get_origin(hint) is Literal else _KINDS[hint]
