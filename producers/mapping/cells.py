"""From the text of a cell to a value of the contract, or what keeps it from being one."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Literal

Kind = Literal["text", "number", "flag", "day", "moment"]
Convert = Callable[[str], Any]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d{1,18}")


class Unfit(Exception):
    """A text that cannot be the value: what it is, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


def text(given: str) -> str:
    """As it stands."""
    return given


def flag(given: str) -> bool:
    """Other words for true and false are given as `values`."""
    if given.lower() not in ("true", "false"):
        raise Unfit(f"{given!r} is neither true nor false", "name the words used in `values`")
    return given.lower() == "true"


def number(thousands: str | None) -> Convert:
    """A whole number, whose thousands may be parted by one sign."""
    groups = re.compile(rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})*") if thousands else None

    def convert(given: str) -> int:
        grouped = thousands and groups and groups.fullmatch(given)
        plain = given.replace(thousands, "") if thousands and grouped else given
        if not _NUMBER.fullmatch(plain):
            raise Unfit(f"{given!r} is not a whole number", "write digits, or give `thousands`")
        return int(plain)

    return convert


def day(formats: tuple[str, ...]) -> Convert:
    """A date: ISO where no format is given; two formats that read it differently refuse it."""

    def convert(given: str) -> date:
        if not formats and _DAY.fullmatch(given):
            return _iso(given, date.fromisoformat)
        return _by_format(given, formats, "2026-03-14").date()

    return convert


def moment(formats: tuple[str, ...], zone: tzinfo | None) -> Convert:
    """A time with its zone: the text's own, else the one that the mapping states."""

    def convert(given: str) -> datetime:
        example = "2026-03-14T09:30:00Z"
        found = _by_format(given, formats, example) if formats else _iso_moment(given, example)
        if found.tzinfo is None and zone is None:
            raise Unfit(f"{given!r} has no time zone", "state the `zone` of the mapping")
        return found if found.tzinfo else found.replace(tzinfo=zone)

    return convert


def one_of(values: Mapping[str, Any]) -> Convert:
    """What the mapping says for exactly this text."""

    def convert(given: str) -> Any:
        if given not in values:
            known = ", ".join(values)
            raise Unfit(f"{given!r} is none of {known[:200]}", "correct it, or add it to `values`")
        return values[given]

    return convert


def _by_format(given: str, formats: tuple[str, ...], example: str) -> datetime:
    found = {read for form in formats if (read := _read(given, form)) is not None}
    if len(found) > 1:
        raise Unfit(f"{given!r} is a different day in each format", "keep one format")
    if not found:
        wanted = f"as {' or '.join(formats)}" if formats else f"such as {example}"
        raise Unfit(f"{given!r} is not a date {wanted}", "correct it, or state its `format`")
    return found.pop()


def _read(given: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(given, form)
    except ValueError:
        return None


def _iso(given: str, read: Callable[[str], date]) -> date:
    try:
        return read(given)
    except ValueError as error:
        raise Unfit(f"{given!r}: {error}", "correct the date") from error


def _iso_moment(given: str, example: str) -> datetime:
    try:
        return datetime.fromisoformat(given)
    except ValueError as error:
        what = f"{given!r} is not a time such as {example}"
        raise Unfit(what, "correct it, or state its `format`") from error
