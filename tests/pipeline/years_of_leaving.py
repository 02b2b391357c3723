"""Three years of people leaving posts, folded in memory, and how far their forecasts were off."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from producers.exercise_year import Year
from producers.exercise_year.turnover import turnover
from schemas.days import day_started
from schemas.events import Event, HorizonForecast, VacancyOpened
from streams.pool.horizon.looking_back import MonthCompared, forecast_error
from streams.pool.horizon.months import MONTHS_AHEAD, first_of_month
from tests.pipeline.year_in_memory import InMemory

YEARS = 3
NOTICE_MONTHS = 2
"""By then a vacancy is open, and no forecast any more."""


def told(year: Year) -> InMemory:
    """Month by month: on its first day the forecasts, then all that is recorded in it."""
    memory, months = InMemory(), _by_month(year)
    memory.publish([*months.pop(date.min), day_started(year.start - timedelta(days=1))])
    memory.settle()
    for number in range(12 * YEARS):
        first = first_of_month(year.start, number)
        memory.publish([day_started(first)])
        memory.settle()
        memory.publish(months.get(first, ()))
        memory.settle()
    return memory


def _by_month(year: Year) -> dict[date, list[Event]]:
    found: dict[date, list[Event]] = defaultdict(list)
    for event in turnover(year, YEARS):
        day = event.recorded_at.date()
        found[first_of_month(day) if day >= year.start else date.min].append(event)
    return found


@dataclass(frozen=True)
class Error:
    """Of all forecasts whose twelve months are over, for the months after those of notice."""

    foreseen: int
    opened: int
    off_by_month: int
    """Openings too many or too few, summed over each month of each profile."""
    off_by_forecast: int
    """The same over all the months of a forecast: who leaves a month later is no error."""
    members: int
    members_off: int
    """Each forecast beside that of the month itself."""
    forecasts: int

    @property
    def openings_percent(self) -> int:
        return 100 * self.off_by_forecast // self.opened

    @property
    def month_percent(self) -> int:
        return 100 * self.off_by_month // self.opened

    @property
    def members_percent(self) -> int:
        return 100 * self.members_off // self.members


def error_of(year: Year, forecasts: Sequence[HorizonForecast], pool_log: Sequence[Event]) -> Error:
    opened = list({it.event_id: it for it in pool_log if isinstance(it, VacancyOpened)}.values())
    over = first_of_month(year.start, 12 * YEARS - MONTHS_AHEAD)
    compared = [
        _compared(made, forecasts, opened, year) for made in forecasts if made.month <= over
    ]
    months = [month for each in compared for month in each]
    members = [(it.members_foreseen, it.members_there) for it in months]
    known = [(foreseen, there) for foreseen, there in members if there is not None]
    return Error(
        foreseen=sum(len(month.foreseen) for month in months),
        opened=sum(len(month.opened) for month in months),
        off_by_month=sum(abs(month.openings_error) for month in months),
        off_by_forecast=sum(abs(sum(it.openings_error for it in each)) for each in compared),
        members=sum(there for _, there in known),
        members_off=sum(abs(foreseen - there) for foreseen, there in known),
        forecasts=len(compared),
    )


def _compared(
    made: HorizonForecast,
    forecasts: Sequence[HorizonForecast],
    opened: Sequence[VacancyOpened],
    year: Year,
) -> list[MonthCompared]:
    later = [it for it in forecasts if it.job_group == made.job_group and it.month > made.month]
    until = first_of_month(year.start, 12 * YEARS)
    found = forecast_error([made], later, opened, until)
    return [it for it in found if it.month >= first_of_month(made.month, NOTICE_MONTHS)]
