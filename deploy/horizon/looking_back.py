"""Forecasts beside what came since: which are old enough, and what the pool-log has."""

from collections.abc import Iterator, Sequence
from datetime import date

from deploy.horizon.forecasts import Forecast
from schemas.codec import decode, name_of
from schemas.events import DayStarted, VacancyOpened
from streams.history.logs import LogReader, places
from streams.pool.horizon.looking_back import MonthCompared, forecast_error
from streams.pool.horizon.months import MONTHS_AHEAD, first_of_month

_READ = frozenset(it.__name__ for it in (DayStarted, VacancyOpened))


def earliest_to_check(found: Sequence[Forecast], job_group: str | None) -> list[Forecast]:
    """Of each job group the oldest of the last twelve months: it has the most to be held to."""
    oldest: dict[str, Forecast] = {}
    for it in reversed(found):
        last = max(other.month for other in found if other.job_group == it.job_group)
        recent = it.month >= first_of_month(last, -MONTHS_AHEAD)
        if job_group in (None, it.job_group) and recent:
            oldest[it.job_group] = it
    return [oldest[group] for group in sorted(oldest)]


def checked(
    reader: LogReader, made: Sequence[Forecast], found: Sequence[Forecast]
) -> list[MonthCompared]:
    """By job group, then by month and grade, of the months that are over."""
    opened, today = _opened(reader)
    compared: list[MonthCompared] = []
    for one in made:
        later = [
            part
            for it in found
            if it.job_group == one.job_group and it.month > one.month
            for part in it.parts
        ]
        until = today or one.first.as_of
        compared += forecast_error(one.parts, later, opened, until)
    return compared


def _opened(reader: LogReader) -> tuple[list[VacancyOpened], date | None]:
    """Every vacancy that was opened, and the last day that started."""
    opened, today = [], None
    for event in _events(reader):
        if isinstance(event, VacancyOpened):
            opened.append(event)
        else:
            today = max(event.day, today or event.day)
    return opened, today


def _events(reader: LogReader) -> Iterator[DayStarted | VacancyOpened]:
    for place in places(reader, "pool-log"):
        for chunk in reader.read(place):
            for record in chunk:
                if name_of(record.value or b"") in _READ:
                    yield decode(record.value or b"")
