"""What an event can be wrong about by itself: its shape, and dates that contradict each other."""

import dataclasses
import re
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from schemas import events

ProblemKind = Literal["MALFORMED", "CONTRADICTORY", "FAR_FUTURE"]

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}")
"""Ids and codes; a `|` would break the composite keys that are made of them."""
COUNTRY = re.compile(r"[A-Z]{3}")
TEXT_CHARACTERS_MAX = 4000
ENTRIES_MAX = 500
INTEGER_MAX = 1_000_000_000
YEARS_AHEAD_MAX = 50
"""No date of a working life lies further ahead of the day it was recorded on."""
EFFECT_AHEAD_MAX = timedelta(days=5 * 366)
"""Nothing is recorded as having taken effect further ahead than the longest tour."""
LIST_LENGTH_MAX = 50
"""Keeps a proposal of three full lists, sixteen rules for each person, under a record's size."""

_CODES = frozenset(
    {
        "job_group",
        "job_groups",
        "grade",
        "city_code",
        "source",
        "supersedes",
        "satisfactory_ratings",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: of what kind, in which field, and what would be right."""

    kind: ProblemKind
    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


Check = Callable[[Any], Iterable[Problem]]
ValueCheck = Callable[[Any], str | None]
NamedCheck = tuple[str, ValueCheck]


def problems(event: Any) -> tuple[Problem, ...]:
    """Everything wrong with an event by itself; nothing for a good one."""
    kind = type(event)
    checks = _checks.get(kind)
    if checks is None:
        checks = _checks[kind] = _event_checks(kind)
    values = vars(event)
    found = [] if _fit(values, checks.codes) else _malformed(values, checks.codes)
    found += _malformed(values, checks.others)
    if found:
        # Times without a zone or values of another type would only break the checks that follow.
        return tuple(found)
    found.extend(_far_future(event))
    for contradiction in _CONTRADICTIONS.get(kind, ()):
        found.extend(contradiction(event))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _EventChecks:
    """The checks of a kind of event; its codes apart, for they can be looked at all at once."""

    codes: tuple[NamedCheck, ...]
    others: tuple[NamedCheck, ...]


_checks: dict[type[Any], _EventChecks] = {}
_date_fields: dict[type[Any], tuple[str, ...]] = {}
_ALL_CODES = re.compile(rf"{CODE.pattern}(?:\n{CODE.pattern})*")


def _event_checks(kind: type[Any]) -> _EventChecks:
    hints = typing.get_type_hints(kind)
    codes: list[NamedCheck] = []
    others: list[NamedCheck] = []
    for name, check in _checks_of(kind):
        simple = hints[name] in (str, str | None)
        (codes if simple and _is_code(name) else others).append((name, check))
    return _EventChecks(tuple(codes), tuple(others))


def _fit(values: dict[str, Any], codes: tuple[NamedCheck, ...]) -> bool:
    """Whether all codes are good: one look instead of one for each, as nearly always they are."""
    given = [value for name, _ in codes if (value := values[name]) is not None]
    try:
        lines = "\n".join(given)
    except TypeError:
        return False
    # A code with a line break in it would pass for two.
    return lines.count("\n") == len(given) - 1 and _ALL_CODES.fullmatch(lines) is not None


def _malformed(values: dict[str, Any], checks: tuple[NamedCheck, ...]) -> list[Problem]:
    found = ((name, check(values[name])) for name, check in checks)
    return [Problem("MALFORMED", name, text) for name, text in found if text is not None]


def _checks_of(record: type[Any]) -> tuple[NamedCheck, ...]:
    hints = typing.get_type_hints(record)
    return tuple((field.name, _check(field.name, hints[field.name])) for field in _fields(record))


def _fields(record: type[Any]) -> Any:
    return dataclasses.fields(record)


def _check(name: str, hint: Any) -> ValueCheck:  # noqa: PLR0911 - one line for each kind of field
    arguments = typing.get_args(hint)
    if type(None) in arguments:
        return _unless_none(_check(name, arguments[0]))
    if typing.get_origin(hint) is tuple:
        return _entries(_check(name, arguments[0]))
    if typing.get_origin(hint) is Literal:
        return _one_of(arguments)
    if hint is str:
        return _string_check(name)
    if hint is int:
        return _whole_number
    if hint is datetime:
        return _time_with_zone
    if dataclasses.is_dataclass(hint):
        return _nested(typing.cast("type[Any]", hint))
    return _of_type(hint)


def _string_check(name: str) -> ValueCheck:
    if name in ("country", "nationalities"):
        return _pattern(COUNTRY, "expected an ISO 3166-1 alpha-3 code such as KEN")
    if _is_code(name):
        return _pattern(CODE, "expected a code of 1 to 128 letters, digits and . _ : / + -")
    return _text


def _is_code(name: str) -> bool:
    return name.endswith("_id") or name in _CODES


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
    checks = _checks_of(record)

    def check(value: Any) -> str | None:
        if not isinstance(value, record):
            return f"expected a {record.__name__}, got {type(value).__name__}"
        for name, inner in checks:
            text = inner(getattr(value, name))
            if text is not None:
                return f"{name}: {text}"
        return None

    return check


def _far_future(event: Any) -> Iterable[Problem]:
    kind = type(event)
    if kind not in _date_fields:
        hints = typing.get_type_hints(kind)
        _date_fields[kind] = tuple(
            name for name, hint in hints.items() if hint is date or date in typing.get_args(hint)
        )
    recorded = event.recorded_at
    if event.occurred_at - recorded > EFFECT_AHEAD_MAX:
        yield Problem("FAR_FUTURE", "occurred_at", f"{event.occurred_at} is years after {recorded}")
    last_year = recorded.year + YEARS_AHEAD_MAX
    for name in _date_fields[kind]:
        day = getattr(event, name)
        if day is not None and day.year > last_year:
            yield Problem("FAR_FUTURE", name, f"{day} is over {YEARS_AHEAD_MAX} years ahead")


def _ordered(earlier: str, later: str) -> Check:
    def check(event: Any) -> Iterable[Problem]:
        first, last = getattr(event, earlier), getattr(event, later)
        if first is not None and last is not None and last < first:
            yield Problem("CONTRADICTORY", later, f"{last} lies before {earlier} {first}")

    return check


def _supersedes_another(event: events.AssessmentCompleted) -> Iterable[Problem]:
    if event.supersedes == event.assessment_id:
        yield Problem("CONTRADICTORY", "supersedes", "an assessment cannot replace itself")


def _has_profiles(event: events.ApplicationSubmitted) -> Iterable[Problem]:
    if not event.profiles:
        yield Problem("MALFORMED", "profiles", "an application names at least one profile")


def _covers_job_groups(event: events.RotationCyclePublished) -> Iterable[Problem]:
    if not event.job_groups:
        yield Problem("MALFORMED", "job_groups", "a cycle covers at least one job group")


def _id_is_the_day(event: events.DayStarted) -> Iterable[Problem]:
    if event.event_id != event.day.isoformat():
        yield Problem(
            "CONTRADICTORY", "event_id", f"the id of a day is its date, {event.day.isoformat()}"
        )


def _sound_policy(event: events.RuleSetPublished) -> Iterable[Problem]:
    ratings = [entry.rating for entry in event.validity]
    if len(ratings) != len(set(ratings)):
        yield Problem("CONTRADICTORY", "validity", "a rating has two validities")
    for name in ("ranked_max", "near_misses_max", "cannot_confirm_max"):
        if getattr(event, name) > LIST_LENGTH_MAX:
            yield Problem("MALFORMED", name, f"the most is {LIST_LENGTH_MAX}")
    for entry in event.validity:
        if not 1 <= entry.months <= 600:
            yield Problem("MALFORMED", "validity", f"{entry.rating}: 1 to 600 months")


_CONTRADICTIONS: dict[type[Any], tuple[Callable[[Any], Iterable[Problem]], ...]] = {
    events.ApplicationSubmitted: (_has_profiles,),
    events.AssessmentCompleted: (_supersedes_another,),
    events.IncumbentAssigned: (_ordered("starts_on", "due_rotation_on"),),
    events.AvailabilityHeld: (_ordered("held_from", "held_until"),),
    events.VacancyOpened: (_ordered("opened_on", "closes_on"), _ordered("opened_on", "start_by")),
    events.RotationCyclePublished: (
        _covers_job_groups,
        _ordered("catalogue_published", "window_close"),
        _ordered("window_open", "window_close"),
        _ordered("window_open", "effective_from"),
    ),
    events.DayStarted: (_id_is_the_day,),
    events.RuleSetPublished: (_sound_policy,),
}
