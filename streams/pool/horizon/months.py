"""The months that a forecast looks at."""

from datetime import date

MONTHS_AHEAD = 12
"""The month in which a forecast is made is the first of them."""


def first_of_month(day: date, later: int = 0) -> date:
    """The first day of the month so many months later or, if negative, earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, 1)


def months_ahead(day: date) -> tuple[date, ...]:
    """The first days of the months."""
    return tuple(first_of_month(day, later) for later in range(MONTHS_AHEAD))


def a_month_began(before: date | None, day: date | None) -> bool:
    """Whether a month began from one known day to another; the first day known begins none."""
    if before is None or day is None:
        return False
    return first_of_month(before) != first_of_month(day)
