"""Dates as whole days in 32 bits, and calendar months over columns of them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]

_EPOCH = date(1970, 1, 1).toordinal()

NO_DAY = 1 << 30
"""An absent date: later than every date, and small enough that differences stay in 32 bits."""
UNSTATED = -NO_DAY
"""A last day that the policy in effect does not say."""
FIRST_DAY = date.min.toordinal() - _EPOCH
LAST_DAY = date.max.toordinal() - _EPOCH

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_number(day: date | None) -> int:
    """Days since 1970-01-01, or `NO_DAY`."""
    return NO_DAY if day is None else day.toordinal() - _EPOCH


def date_of(number: int) -> date | None:
    """The date of a day number; None for `NO_DAY` and `UNSTATED`."""
    if abs(number) == NO_DAY:
        return None
    return date.fromordinal(number + _EPOCH)


def in_words(day: date) -> str:
    """As people write it, in no locale: 14 Mar 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def months_after(day: int, months: int) -> int:
    """The same day of the month that many months later or, if negative, earlier.

    That month's last day where it is shorter; no earlier than the first date there is, no later
    than the last one.
    """
    start = date.fromordinal(day + _EPOCH)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year < date.min.year:
        return FIRST_DAY
    if year > date.max.year:
        return LAST_DAY
    first = date(year, month + 1, 1).toordinal() - _EPOCH
    return min(first + start.day - 1, _last_of_month(year, month + 1))


def _last_of_month(year: int, month: int) -> int:
    if (year, month) == (date.max.year, date.max.month):
        return LAST_DAY
    return date(year + month // 12, month % 12 + 1, 1).toordinal() - _EPOCH - 1


def months_later(days: Days, months: NDArray[np.int32]) -> Days:
    """The same day of the month that many months later, or that month's last day if shorter."""
    start = days.astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    day_of_month = (start - month.astype("datetime64[D]")).astype(np.int64)
    target = month + months.astype("timedelta64[M]")
    first = target.astype("datetime64[D]")
    length = ((target + 1).astype("datetime64[D]") - first).astype(np.int64)
    later = first.astype(np.int64) + np.minimum(day_of_month, length - 1)
    return np.asarray(np.minimum(later, LAST_DAY), np.int32)
