"""Lines of the coverage as tables and charts want them: by profile, by rating, by month."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from consumers.questions.coverage import Coverage
from schemas.events import Rating

RATINGS = (*get_args(Rating), "NOT_ASSESSED")
"""From the best; others that an organisation may have come behind them."""
MONTHS = 24
"""How far ahead the chart of endings looks, month by month."""

Count = Callable[[Coverage], int]
Ratings = Mapping[str, int]
Span = Literal["EARLIER", "MONTH", "LATER", "NO_END"]


@dataclass(frozen=True, kw_only=True)
class RatedProfile:
    """How many people a profile has, by rating."""

    job_group: str
    grade: str
    ratings: Ratings

    @property
    def total(self) -> int:
        return sum(self.ratings.values())


@dataclass(frozen=True, kw_only=True)
class Ends:
    """How many memberships end in a month, or in what lies around those that are shown."""

    span: Span
    month: str
    """Such as 2026-05; nothing unless the span is MONTH."""
    ratings: Ratings

    @property
    def total(self) -> int:
        return sum(self.ratings.values())


def everybody(line: Coverage) -> int:
    """All memberships that have not ended."""
    return line.active + line.on_hold + line.suspended + line.taken


def active(line: Coverage) -> int:
    return line.active


def rated_profiles(lines: Iterable[Coverage], count: Count) -> list[RatedProfile]:
    """By job group and grade; profiles without anybody are left out."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if people := count(line):
            found[line.job_group, line.grade][line.rating] += people
    return [
        RatedProfile(job_group=job_group, grade=grade, ratings=dict(ratings))
        for (job_group, grade), ratings in sorted(found.items())
    ]


def ratings_in(lines: Iterable[Coverage], count: Count) -> list[str]:
    """Those that anybody has, the best first."""
    found = {line.rating for line in lines if count(line)}
    return ratings_in_order(found)


def ratings_in_order(found: Iterable[str]) -> list[str]:
    order = {rating: place for place, rating in enumerate(RATINGS)}
    return sorted(found, key=lambda rating: (order.get(rating, len(order)), rating))


def ends_by_month(lines: Iterable[Coverage], count: Count, day: date) -> list[Ends]:
    """The month of the day and those that follow; what lies around them where there is any."""
    months = [f"{at // 12}-{at % 12 + 1:02}" for at in _month_numbers(day)]
    found: dict[tuple[Span, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if people := count(line):
            found[_span(line.expires_in, months)][line.rating] += people
    around: list[tuple[Span, str]] = [("LATER", ""), ("NO_END", "")]
    keys: list[tuple[Span, str]] = [("MONTH", month) for month in months]
    if ("EARLIER", "") in found:
        keys.insert(0, ("EARLIER", ""))
    return [
        Ends(span=span, month=month, ratings=dict(found[span, month]))
        for span, month in [*keys, *around]
    ]


def _month_numbers(day: date) -> range:
    first = day.year * 12 + day.month - 1
    return range(first, first + MONTHS)


def _span(month: str | None, months: Sequence[str]) -> tuple[Span, str]:
    if month is None:
        return ("NO_END", "")
    if month < months[0]:
        return ("EARLIER", "")
    return ("LATER", "") if month > months[-1] else ("MONTH", month)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short for it."""
    at = day.year * 12 + day.month - 1 + months
    first_of_next = date(*((at + 1) // 12, (at + 1) % 12 + 1), 1)
    last = date.fromordinal(first_of_next.toordinal() - 1)
    return last.replace(day=min(day.day, last.day))
