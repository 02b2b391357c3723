"""A past forecast beside what came."""

from datetime import date

import pytest

from schemas.events import HorizonForecast, VacancyOpened
from streams.pool.horizon.looking_back import MonthCompared, forecast_error
from streams.pool.horizon.months import first_of_month
from tests.unit.horizon_facts import APRIL, forecast, holder, in_april, ready, world
from tests.unit.pool_facts import Log, assessed, day, free, hold, only, opened, profile

JULY = date(2026, 7, 1)
NEXT_YEAR = date(2027, 4, 1)


def june_of(
    made: HorizonForecast, *came: VacancyOpened, later: tuple[HorizonForecast, ...] = ()
) -> MonthCompared:
    compared = forecast_error([made], later, came, NEXT_YEAR)
    june: MonthCompared = only(one for one in compared if one.month == date(2026, 6, 1))
    return june


def two_due_in_june() -> Log:
    return world(
        holder("h-1", "post-1", due=date(2026, 6, 1)),
        holder("h-2", "post-2", due=date(2026, 6, 30)),
        ready("c-1", assessment=assessed("TIER_1", date(2024, 6, 1))),
    )


def came(post_id: str, start_by: date = date(2026, 6, 15), minutes: int = 9) -> VacancyOpened:
    """Opened after the forecast, which bears the time of the day's event."""
    return opened(f"v-{post_id}", minutes, post_id=post_id, start_by=start_by)


def test_each_month_says_which_posts_were_foreseen_and_which_opened() -> None:
    made = forecast(two_due_in_june())
    june = june_of(made, came("post-1"), came("post-9"), came("post-2", date(2026, 7, 1)))
    assert (june.job_group, june.foreseen) == ("COM", ("post-1", "post-2"))
    assert (june.opened, june.missed) == (("post-1", "post-9"), ("post-9",))
    assert june.openings_error == 0
    assert june_of(made).openings_error == 2


def test_what_was_open_already_was_no_matter_of_the_forecast() -> None:
    made = forecast(two_due_in_june())
    assert june_of(made, came("post-9", minutes=0)).opened == ()
    assert june_of(made, came("post-9", minutes=1)).opened == ("post-9",)


def test_members_foreseen_stand_beside_those_of_the_forecast_made_in_that_month() -> None:
    log = two_due_in_june()
    made = only(in_april(log).forecasts)
    log.fold(ready("c-2"), ready("c-3"))
    may, june = (only(log.fold(day(date(2026, month, 1))).forecasts) for month in (5, 6))
    found = june_of(made, later=(may, june))
    assert (found.members_foreseen, found.members_there, found.members_error) == (1, 3, -2)
    unknown = june_of(made, later=(may,))
    assert (unknown.members_there, unknown.members_error) == (None, None)


def test_where_nothing_more_is_said_the_forecasts_of_all_months_count_the_same_members() -> None:
    """Notices of up to three months, some of them not to be given before the summer."""
    log = world(
        *(ready(f"c-{days}", availability=free(APRIL, days)) for days in range(0, 95, 5)),
        *(ready(f"l-{days}", availability=free(JULY, days)) for days in range(0, 95, 30)),
        ready("h-1", holds=(hold(APRIL, date(2026, 9, 30)),)),
        ready("e-1", assessment=assessed("TIER_1", date(2024, 11, 1))),
    )
    made = only(in_april(log).forecasts)
    months = [first_of_month(APRIL, later) for later in range(1, 12)]
    later = [only(log.fold(day(month)).forecasts) for month in months]
    compared = forecast_error([made], later, (), NEXT_YEAR)[1:]
    assert len({it.members_foreseen for it in compared}) > 4
    assert [it.members_there for it in compared] == [it.members_foreseen for it in compared]


def test_who_was_overdue_was_foreseen_for_the_forecasts_own_month() -> None:
    made = forecast(world(holder(due=date(2026, 1, 1))))
    april = forecast_error([made], (), (), NEXT_YEAR)[0]
    assert (april.month, april.foreseen) == (date(2026, 4, 1), ("post-7",))


@pytest.mark.parametrize(("until", "months"), [(date(2026, 7, 31), 3), (date(2026, 8, 1), 4)])
def test_only_months_that_are_over_are_compared(until: date, months: int) -> None:
    made = forecast(world(ready("c-1"), ready("c-2", grade="P-4"), profile("P-4")))
    compared = forecast_error([made], (), (), until)
    assert [(one.month.month, one.grade) for one in compared] == [
        (month, grade) for month in range(4, 4 + months) for grade in ("P-4", "P-5")
    ]


def test_without_a_forecast_there_is_nothing_to_compare() -> None:
    assert forecast_error([], (), [came("post-1")], NEXT_YEAR) == []
