"""Text that would do harm on a page that believed it, in every field that holds words or ids."""

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")

RUNS = "window.harmed=1"
TURNS = "\u202e"
"""Makes what follows be read from right to left."""
HOSTILE = (
    f'</td>"\'><script>{RUNS}</script><img src=x onerror="{RUNS}">'
    f"<a href=javascript:{RUNS}>{{{{7*7}}}} {{7}} {TURNS}gpj.exe & %00"
)
CODES = frozenset(
    {"type", "say", "standing", "outcome", "consideration_tier", "tier", "status", "state", "path"}
)
"""Fields of documents whose values are a closed set."""


def hostile(record: T, **kept: Any) -> T:
    """Each text of a record and of what it holds, but those of a closed set; `kept` as given."""
    assert dataclasses.is_dataclass(record)
    assert not isinstance(record, type)
    hints = typing.get_type_hints(type(record))
    changed = {name: _harmed(value, hints[name]) for name, value in vars(record).items()}
    return dataclasses.replace(record, **(changed | kept))


def hostile_document(value: Any) -> Any:
    """The same for JSON values."""
    if isinstance(value, Mapping):
        return {k: v if k in CODES else hostile_document(v) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile_document(inner) for inner in value]
    # Dates stay: what was made of them before was a date.
    plain = isinstance(value, str) and not value[:4].isdigit()
    return HOSTILE if plain else value


def _harmed(value: Any, hint: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return hostile(value)
    if isinstance(value, tuple):
        inner = typing.get_args(hint)
        return tuple(_harmed(one, inner[0] if inner else Any) for one in value)
    # Of a closed set there is no other value: no event with one is taken in.
    free = hint is str or set(typing.get_args(hint)) == {str, type(None)}
    return HOSTILE if isinstance(value, str) and free else value
