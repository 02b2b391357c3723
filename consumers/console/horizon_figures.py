"""The year ahead as figures: openings month by month, and the bench beside them; pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consumers.questions.horizon import Opening, Strength

MONTHS = 12
"""How far ahead a forecast looks, its own month included."""


@dataclass(frozen=True, kw_only=True)
class MonthAhead:
    """Openings that are expected in a month."""

    month: date
    openings: Sequence[Opening]

    @property
    def with_somebody(self) -> int:
        return sum(1 for one in self.openings if one.eligible)

    @property
    def with_nobody(self) -> int:
        return len(self.openings) - self.with_somebody


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One grade, or one language or hardship class of it, month by month."""

    grade: str
    dimension: str
    value: str
    months: Sequence[Strength]

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((max(one.members, one.openings) for one in self.months), default=0)

    @property
    def first_short(self) -> Strength | None:
        """The first month in which too few are there."""
        return next((one for one in self.months if one.gap), None)

    @property
    def worst(self) -> int:
        return max((one.gap for one in self.months), default=0)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A job group in brief."""

    months: Sequence[MonthAhead]
    short: Sequence[Bench]
    """Grades for which too few will be there."""
    nobody: int
    """Openings that nobody could take, by what is known."""


def months_ahead(made_in: date, openings: Iterable[Opening]) -> list[MonthAhead]:
    """Every month, with nothing in some; what lies before or behind them stands at the end."""
    found: dict[date, list[Opening]] = defaultdict(list)
    for one in openings:
        found[one.expected_on.replace(day=1)].append(one)
    at = made_in.year * 12 + made_in.month - 1
    months = [date(one // 12, one % 12 + 1, 1) for one in range(at, at + MONTHS)]
    every = sorted({*months, *found})
    return [MonthAhead(month=month, openings=found[month]) for month in every]


def benches(strength: Iterable[Strength]) -> list[Bench]:
    """By grade, dimension and value."""
    found: dict[tuple[str, str, str], list[Strength]] = defaultdict(list)
    for one in strength:
        found[one.grade, one.dimension, one.value].append(one)
    return [
        Bench(grade=grade, dimension=dimension, value=value, months=months)
        for (grade, dimension, value), months in sorted(found.items())
    ]


def outlook(made_in: date, openings: Sequence[Opening], strength: Iterable[Strength]) -> Outlook:
    """Of everybody together: of language and hardship only some roles are told."""
    short = [one for one in benches(strength) if one.dimension == "ALL" and one.worst]
    months = months_ahead(made_in, openings)
    return Outlook(months=months, short=short, nobody=sum(one.with_nobody for one in months))
