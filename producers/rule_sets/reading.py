"""From the text of a rule set's file to the event that publishes it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any

from producers.rule_sets.errors import Fault, WrongRuleSet
from producers.rule_sets.settings import CAN_BE_NEVER, IDENTITY, NEVER, TABLES, VALUES, Table
from schemas.errors import MalformedText
from schemas.events import RuleSetPublished
from schemas.shape import problems
from schemas.text import from_json

SOURCE = "hr.policy"
_ENTRY = re.compile(r"(\w+)\[(\d+)\]\.?")
_NUMBERED = re.compile(r"entry (\d+): ")


def read_rule_set(text: str, recorded_at: datetime | None = None) -> RuleSetPublished:
    """The event of a file's text, stated at a time: by default on the day it takes effect.

    Raises WrongRuleSet, which names every fault.
    """
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongRuleSet([Fault("the file", str(error), "write it as TOML")]) from error
    reading = _Reading(file)
    fields = reading.fields()
    if reading.faults:
        raise WrongRuleSet(reading.faults)
    return _event(fields, recorded_at)


class _Reading:
    """Takes what it knows out of the file, and notes what is missing, misplaced or left over."""

    def __init__(self, file: dict[str, Any]) -> None:
        self._file = dict(file)
        self._sources: list[dict[str, str]] = []
        self.faults: list[Fault] = []

    def fields(self) -> dict[str, Any]:
        found = {name: self._identity(name) for name in IDENTITY}
        found |= {name: self._value(name) for name in VALUES}
        for section, table in TABLES.items():
            found[section] = list(self._entries(section, table))
        for name in self._file:
            known = (*IDENTITY, *VALUES, *TABLES)
            self._fault(name, "is no setting", _meant(name, known))
        return found | {"sources": self._sources}

    def _identity(self, name: str) -> Any:
        if name not in self._file:
            self._fault(name, "is missing", f"write `{name} = ...` at the top")
        value = self._file.pop(name, None)
        return value.isoformat() if isinstance(value, date) else value

    def _value(self, name: str) -> Any:
        if name not in self._file:
            example = f'{name} = {{ value = ..., source = "..." }}'
            self._fault(name, "is missing", f"write `{example}`")
            return None
        stated = self._parts(name, self._file.pop(name), {"value"}, {"value"})
        value = stated.get("value")
        return None if value == NEVER and name in CAN_BE_NEVER else value

    def _entries(self, section: str, table: Table) -> Iterator[dict[str, Any]]:
        stated = self._file.pop(section, None)
        if not isinstance(stated, dict):
            what = "is missing" if stated is None else "is no table"
            self._fault(section, what, f"write `[{section}]`, empty if it is to hold nothing")
            return
        for keys, parts in _leaves(stated, len(table.keys)):
            name = ".".join((section, *keys))
            said = self._parts(name, parts, set(table.fields), table.required)
            yield dict(zip(table.keys, keys, strict=False)) | said

    def _parts(
        self, name: str, parts: Any, known: set[str], required: frozenset[str] | set[str]
    ) -> dict[str, Any]:
        """The parts of a setting, its source noted."""
        if not isinstance(parts, dict):
            remedy = "write its parts in braces, the source among them"
            self._fault(name, f"{parts!r} stands alone", remedy)
            return {}
        source = parts.get("source")
        if not isinstance(source, str) or not source.strip():
            self._fault(name, "has no source", 'name a document, or write source = "assumed"')
        else:
            self._sources.append({"setting": name, "source": source})
        for part in sorted(required - parts.keys()):
            self._fault(f"{name}.{part}", "is missing", "state it")
        for part in parts.keys() - known - {"source"}:
            self._fault(f"{name}.{part}", "is not a part of this setting", _meant(part, known))
        return {part: value for part, value in parts.items() if part in known}

    def _fault(self, where: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(where, what, remedy))


def _leaves(stated: Mapping[str, Any], depth: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, inner in stated.items():
        if depth > 1 and isinstance(inner, dict):
            yield from (((key, *keys), parts) for keys, parts in _leaves(inner, depth - 1))
        else:
            yield (key,), inner


def _meant(name: str, known: Any) -> str:
    close = get_close_matches(name, sorted(known), 1)
    return f"did you mean {close[0]}?" if close else "take it out"


def _event(fields: dict[str, Any], recorded_at: datetime | None) -> RuleSetPublished:
    try:
        since = datetime.combine(date.fromisoformat(str(fields["effective_from"])), time(), UTC)
    except ValueError as error:
        fault = Fault("effective_from", str(error), "write a date such as 2027-01-01")
        raise WrongRuleSet([fault]) from error
    # To publish is one thing and to take effect another: `effective_from` says the latter.
    stated_at = (recorded_at or since).isoformat()
    envelope = {
        "type": RuleSetPublished.__name__,
        "event_id": f"rules-{fields['rule_set_id']}-{fields['version']}",
        "occurred_at": stated_at,
        "recorded_at": stated_at,
        "source": SOURCE,
    }
    try:
        event: RuleSetPublished = from_json(envelope | fields)
    except MalformedText as error:
        where = _ENTRY.sub(lambda found: _named(fields, found[1], int(found[2])), error.path)
        raise WrongRuleSet([Fault(where, error.problem, "correct the value")]) from error
    if found := problems(event):
        raise WrongRuleSet([_fault_of(problem.field, problem.text, fields) for problem in found])
    return event


def _fault_of(field: str, text: str, fields: dict[str, Any]) -> Fault:
    if field in TABLES and (numbered := _NUMBERED.match(text)):
        where = _named(fields, field, int(numbered[1])).rstrip(".")
        return Fault(where, text[numbered.end() :], "correct the value")
    return Fault(field, text, "correct the value")


def _named(fields: dict[str, Any], section: str, number: int) -> str:
    if section not in TABLES:
        return f"{section}."
    return f"{section}.{TABLES[section].name_of(fields[section][number])}."
