"""The settings of a rule set, as its record declares them: single values, and tables of entries."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schemas.events import Event, RuleSetPublished

IDENTITY = ("rule_set_id", "version", "effective_from")
NEVER = "never"
"""Stands in a file for a limit that there is not: TOML has no null."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "validity": ("rating",),
    "rules": ("rule",),
    "criteria": ("criterion",),
    "language_ranks": ("framework", "level"),
    "grades": ("grade",),
    "tour_lengths": ("hardship_class",),
}
"""What names an entry of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of entries, each named by its key fields."""

    keys: tuple[str, ...]
    fields: tuple[str, ...]
    """What an entry says beside its name."""
    required: frozenset[str]

    def name_of(self, entry: Any) -> str:
        return ".".join(str(_get(entry, key)) for key in self.keys)


def _get(entry: Any, name: str) -> Any:
    return entry[name] if isinstance(entry, Mapping) else getattr(entry, name)


def _table(record: type[Any], keys: tuple[str, ...]) -> Table:
    fields = [field for field in dataclasses.fields(record) if field.name not in keys]
    needed = {field.name for field in fields if field.default is dataclasses.MISSING}
    return Table(keys, tuple(field.name for field in fields), frozenset(needed))


_HINTS = typing.get_type_hints(RuleSetPublished)
_OWN = [
    field.name
    for field in dataclasses.fields(RuleSetPublished)
    if field.name not in {inherited.name for inherited in dataclasses.fields(Event)}
]
TABLES: Mapping[str, Table] = MappingProxyType(
    {name: _table(typing.get_args(_HINTS[name])[0], keys) for name, keys in _KEYS.items()}
)
VALUES: tuple[str, ...] = tuple(
    name for name in _OWN if name not in (*IDENTITY, *TABLES, "sources")
)
CAN_BE_NEVER = frozenset(name for name in VALUES if types.NoneType in typing.get_args(_HINTS[name]))


def settings_of(rules: RuleSetPublished) -> dict[str, str]:
    """Every setting by its full name, in words: what two rule sets are compared by."""
    found = {name: in_words(getattr(rules, name)) for name in VALUES}
    for section, table in TABLES.items():
        for entry in getattr(rules, section):
            said = {name: getattr(entry, name) for name in table.fields}
            found[f"{section}.{table.name_of(entry)}"] = _entry_in_words(said)
    return found


def in_words(value: Any) -> str:
    if value is None:
        return NEVER
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def _entry_in_words(said: dict[str, Any]) -> str:
    if len(said) == 1:
        return in_words(*said.values())
    shown = {name: value for name, value in said.items() if value not in ((), False)}
    return ", ".join(
        str(name if value is True else value if name in _PLAIN else f"{name} {in_words(value)}")
        for name, value in shown.items()
    )


_PLAIN = frozenset({"mode", "staffing"})
"""Fields whose value needs no name beside it."""
