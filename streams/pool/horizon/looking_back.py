"""What a forecast said of each month beside what came: so that people know what it is worth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.events import HorizonForecast, VacancyOpened
from streams.pool.horizon.months import first_of_month

MonthAndGrade = tuple[date, str]


@dataclass(frozen=True)
class MonthCompared:
    """One month of one profile."""

    job_group: str
    month: date
    grade: str
    foreseen: tuple[str, ...]
    """Posts that were expected to need somebody in the month."""
    opened: tuple[str, ...]
    """Posts of vacancies that were opened after the forecast, for a start in the month."""
    members_foreseen: int
    members_there: int | None
    """As the forecast made in that month itself counted them; None where there is none."""

    @property
    def openings_error(self) -> int:
        """Openings foreseen too many; negative where more came."""
        return len(self.foreseen) - len(self.opened)

    @property
    def missed(self) -> tuple[str, ...]:
        """Posts that nobody foresaw for the month."""
        return tuple(sorted(set(self.opened) - set(self.foreseen)))

    @property
    def members_error(self) -> int | None:
        """Members foreseen too many."""
        return None if self.members_there is None else self.members_foreseen - self.members_there


def forecast_error(
    made: Sequence[HorizonForecast],
    later: Iterable[HorizonForecast],
    opened: Iterable[VacancyOpened],
    until: date,
) -> list[MonthCompared]:
    """By month, then by grade, of the months that are over on the day `until`.

    `made`: all parts of one forecast; `later`: forecasts of the same job group since.
    """
    if not made:
        return []
    foreseen = _foreseen(made)
    came = _came(opened, made)
    expected, there = _members(made), _members_there(later)
    return [
        MonthCompared(
            job_group=made[0].job_group,
            month=month,
            grade=grade,
            foreseen=tuple(sorted(foreseen[month, grade])),
            opened=tuple(sorted(came[month, grade])),
            members_foreseen=members,
            members_there=there.get((month, grade)),
        )
        for (month, grade), members in sorted(expected.items())
        if first_of_month(month, 1) <= until
    ]


def _foreseen(made: Sequence[HorizonForecast]) -> Mapping[MonthAndGrade, set[str]]:
    """Who was to leave before the forecast counts in its own month."""
    posts: dict[MonthAndGrade, set[str]] = defaultdict(set)
    for part in made:
        for opening in part.openings:
            month = first_of_month(max(opening.expected_on, part.as_of))
            posts[month, opening.grade].add(opening.post_id)
    return posts


def _came(
    opened: Iterable[VacancyOpened], made: Sequence[HorizonForecast]
) -> Mapping[MonthAndGrade, set[str]]:
    posts: dict[MonthAndGrade, set[str]] = defaultdict(set)
    for vacancy in opened:
        since = vacancy.recorded_at > made[0].recorded_at
        if since and vacancy.job_group == made[0].job_group:
            posts[first_of_month(vacancy.start_by), vacancy.grade].add(vacancy.post_id)
    return posts


def _members(parts: Iterable[HorizonForecast]) -> Mapping[MonthAndGrade, int]:
    return {
        (strength.month, strength.grade): strength.members
        for part in parts
        for strength in part.strength
        if strength.dimension == "ALL"
    }


def _members_there(later: Iterable[HorizonForecast]) -> Mapping[MonthAndGrade, int]:
    """What each forecast says of the month in which it was made."""
    return {
        (month, grade): members
        for part in later
        for (month, grade), members in _members([part]).items()
        if month == part.month
    }
