"""A mapping file, held against the contract before any row is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producers.errors import SettingsWrong
from producers.mapping.compiling import record
from producers.mapping.leaves import Known, expect_keys, zone_of
from producers.mapping.lookups import LookupForm, read_lookup
from producers.mapping.readers import Record, Row
from producers.mapping.table import Form
from schemas.event_table import EVENT_TABLE
from schemas.topics import UPSTREAM

_FORM = {"encoding": str, "delimiter": str, "quote": str, "skip_lines": int}


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows an event is made of."""

    column: str
    values: frozenset[str] | None
    """Null: whatever is filled in."""

    def holds(self, row: Row) -> bool:
        cell = row[self.column]
        return bool(cell) if self.values is None else cell in self.values


@dataclass(frozen=True, slots=True)
class EventPlan:
    """How one event is made of a row."""

    record: Record
    when: Condition | None

    @property
    def columns(self) -> tuple[str, ...]:
        return self.record.columns + ((self.when.column,) if self.when else ())


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is written, and the events that each of its rows makes."""

    form: Form
    events: tuple[EventPlan, ...]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for event in self.events for column in event.columns)


def read_plan(file: Path) -> Plan:
    """The mapping of a TOML file; its lookups stand beside it unless their paths are absolute.

    Raises SettingsWrong, which names the place in it.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsWrong(str(file), str(error), "state where the mapping is") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(str(file), f"not TOML: {error}", "see docs/guides/import.md") from error
    return plan_of(document, file.parent)


def plan_of(document: Mapping[str, Any], folder: Path) -> Plan:
    """The mapping of a TOML document; raises SettingsWrong."""
    expect_keys(document, {*_FORM, "zone", "lookup", "event"}, "")
    lookups = {
        name: read_lookup(_lookup(name, spec, folder))
        for name, spec in document.get("lookup", {}).items()
    }
    known = Known(lookups, zone_of(document.get("zone")))
    events = document.get("event")
    if not isinstance(events, list) or not events:
        raise SettingsWrong("event", "the mapping makes no event", "add an [[event]]")
    plans = tuple(_event(spec, f"event {i}", known) for i, spec in enumerate(events, 1))
    return Plan(_form(document, ""), plans)


def _event(spec: Any, where: str, known: Known) -> EventPlan:
    expect_keys(spec, {"type", "when", "fields"}, where)
    row = EVENT_TABLE.get(spec.get("type", ""))
    if row is None or row.topic not in UPSTREAM or row.status == "draft":
        what = f"{spec.get('type')!r} is no event that an upstream system writes"
        raise SettingsWrong(f"{where}.type", what, "see docs/guides/publish.md")
    fields = record(spec.get("fields", {}), row.event, row.name, "", known)
    return EventPlan(fields, _condition(spec.get("when"), f"{where}.when"))


def _condition(spec: Any, where: str) -> Condition | None:
    if spec is None:
        return None
    expect_keys(spec, {"column", "in", "filled"}, where)
    if "column" not in spec or ("in" in spec) == (spec.get("filled") is True):
        remedy = 'write { column = "...", in = ["..."] } or { column = "...", filled = true }'
        raise SettingsWrong(where, "the condition is not whole", remedy)
    return Condition(spec["column"], frozenset(spec["in"]) if "in" in spec else None)


def _lookup(name: str, spec: Any, folder: Path) -> LookupForm:
    where = f"lookup.{name}"
    expect_keys(spec, {*_FORM, "file", "key", "code", "live"}, where)
    for key in ("file", "key", "code"):
        if not isinstance(spec.get(key), str):
            raise SettingsWrong(where, f"{key} is missing", f"state {key}")
    live = {column: tuple(values) for column, values in spec.get("live", {}).items()}
    file = folder / spec["file"]
    return LookupForm(name, file, _form(spec, where), spec["key"], spec["code"], live)


def _form(spec: Mapping[str, Any], where: str) -> Form:
    given = {key: spec[key] for key in _FORM if key in spec}
    for key, value in given.items():
        if not isinstance(value, _FORM[key]):
            raise SettingsWrong(where, f"{key} is {value!r}", f"give a {_FORM[key].__name__}")
    form = Form(**given)
    for name, sign in (("delimiter", form.delimiter), ("quote", form.quote)):
        if len(sign) != 1:
            raise SettingsWrong(where, f"{name} is {sign!r}", "give one character")
    try:
        plain = "\n".encode(form.encoding) == b"\n"
    except LookupError:
        plain = False
    if not plain:
        what = f"no lines can be read in the encoding {form.encoding!r}"
        raise SettingsWrong(where, what, "save the file as utf-8, or give latin-1, cp1252, ...")
    return form
