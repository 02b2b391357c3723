"""What the value of a field can be, told from the field's name and type alone."""

import dataclasses
import re
import typing
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from schemas.events import Event

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}")
"""Ids and codes; a `|` would break the composite keys that are made of them."""
TEXT_CHARACTERS_MAX = 4000
ENTRIES_MAX = 500
INTEGER_MAX = 1_000_000_000

_COUNTRY = re.compile(r"[A-Z]{3}")
_COUNTRIES = frozenset({"country", "nationalities", "countries"})
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LANGUAGES = frozenset({"language", "working_languages"})
_CODES = frozenset(
    {
        "job_group",
        "job_groups",
        "grade",
        "vacancy_grade_from",
        "city_code",
        "region",
        "preferred_regions",
        "emphasis",
        "rule",
        "rules",
        "competency",
        "programmes",
        "relief_classes",
        "settled_classes",
        "supersedes",
        "satisfactory_ratings",
    }
)
_CODES_OF_EVENTS = _CODES | {"source"}
"""The source of an event is a system with a code; elsewhere it may be a document's name."""

ValueCheck = Callable[[Any], str | None]
"""What is wrong with a value, None for a good one."""
NamedCheck = tuple[str, ValueCheck]


def checks_of(record: type[Any]) -> tuple[NamedCheck, ...]:
    """A check for each field of a record."""
    hints = typing.get_type_hints(record)
    return tuple(
        (field.name, _check(field.name, hints[field.name], record))
        for field in dataclasses.fields(record)
    )


def is_code(name: str, record: type[Any]) -> bool:
    """Whether a field of a record holds an id or a code."""
    codes = _CODES_OF_EVENTS if issubclass(record, Event) else _CODES
    return name.endswith("_id") or name in codes


def _check(name: str, hint: Any, record: type[Any]) -> ValueCheck:  # noqa: PLR0911 - a line a kind
    arguments = typing.get_args(hint)
    if type(None) in arguments:
        return _unless_none(_check(name, arguments[0], record))
    if typing.get_origin(hint) is tuple:
        return _entries(_check(name, arguments[0], record))
    if typing.get_origin(hint) is Literal:
        return _one_of(arguments)
    if hint is str:
        return _string_check(name, record)
    if hint is int:
        return _whole_number
    if hint is datetime:
        return _time_with_zone
    if dataclasses.is_dataclass(hint):
        return _nested(typing.cast("type[Any]", hint))
    return _of_type(hint)


def _string_check(name: str, record: type[Any]) -> ValueCheck:
    if name in _COUNTRIES:
        return _pattern(_COUNTRY, "expected an ISO 3166-1 alpha-3 code such as KEN")
    if name in _LANGUAGES:
        return _pattern(_LANGUAGE, "expected an ISO 639-1 code such as fr, or 639-3 such as prs")
    if is_code(name, record):
        return _pattern(CODE, "expected a code of 1 to 128 letters, digits and . _ : / + -")
    return _text


def _pattern(pattern: re.Pattern[str], expected: str) -> ValueCheck:
    fits = pattern.fullmatch

    def check(value: Any) -> str | None:
        if isinstance(value, str) and fits(value):
            return None
        return f"{expected}, got {str(value)[:60]!r}"

    return check


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "expected some text"
    if len(value) > TEXT_CHARACTERS_MAX:
        return f"has {len(value)} characters, the most is {TEXT_CHARACTERS_MAX}"
    return None


def _one_of(values: tuple[Any, ...]) -> ValueCheck:
    known = frozenset(values)

    def check(value: Any) -> str | None:
        return None if value in known else f"{value!r} is none of {', '.join(values)}"

    return check


def _whole_number(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"expected a whole number, got {value!r}"
    return None if 0 <= value <= INTEGER_MAX else f"{value} is not between 0 and {INTEGER_MAX}"


def _time_with_zone(value: Any) -> str | None:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return None
    return "expected a time with its zone, such as 2026-03-14T09:30:00Z"


def _of_type(kind: type) -> ValueCheck:
    def check(value: Any) -> str | None:
        # To Python a datetime is a date; the contract's dates are days.
        good = isinstance(value, kind) and not (kind is date and isinstance(value, datetime))
        return None if good else f"expected a {kind.__name__}, got {value!r}"

    return check


def _unless_none(check: ValueCheck) -> ValueCheck:
    return lambda value: None if value is None else check(value)


def _entries(check: ValueCheck) -> ValueCheck:
    def check_entries(values: Any) -> str | None:
        if not isinstance(values, tuple):
            return f"expected a tuple, got {type(values).__name__}"
        if len(values) > ENTRIES_MAX:
            return f"has {len(values)} entries, the most is {ENTRIES_MAX}"
        for index, value in enumerate(values):
            text = check(value)
            if text is not None:
                return f"entry {index}: {text}"
        return None

    return check_entries


def _nested(record: type[Any]) -> ValueCheck:
    checks = checks_of(record)

    def check(value: Any) -> str | None:
        if not isinstance(value, record):
            return f"expected a {record.__name__}, got {type(value).__name__}"
        for name, inner in checks:
            text = inner(getattr(value, name))
            if text is not None:
                return f"{name}: {text}"
        return None

    return check
