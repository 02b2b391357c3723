"""What an event can be wrong about by itself: its shape, and facts that contradict each other."""

import re
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schemas.contradictions import CONTRADICTIONS
from schemas.fields import CODE, NamedCheck, checks_of, is_code
from schemas.problem import Problem

YEARS_AHEAD_MAX = 50
"""No date of a working life lies further ahead of the day it was recorded on."""
EFFECT_AHEAD_MAX = timedelta(days=5 * 366)
"""Nothing is recorded as having taken effect further ahead than the longest tour."""


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
    for contradiction in CONTRADICTIONS.get(kind, ()):
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
    for name, check in checks_of(kind):
        simple = hints[name] in (str, str | None)
        (codes if simple and is_code(name, kind) else others).append((name, check))
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
