"""What forecasts are worth: three years of people leaving posts, held against what was foreseen.

People leave up to twenty days sooner or later than planned; one tour in eight is extended, one in
ten ends early, which nobody could foresee.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from producers.exercise_year import Year
from producers.reference import built_in
from schemas.events import Event, HorizonForecast
from streams.pool.horizon.months import first_of_month
from tests.pipeline.years_of_leaving import Error, error_of, told

YEAR = Year(150, 7, date(2023, 6, 1), built_in())
"""With more people the errors of chance level out: 13 % of openings with 250."""
OPENINGS_PERCENT, MONTH_PERCENT, MEMBERS_PERCENT = 25, 70, 12

Told = tuple[Sequence[HorizonForecast], Sequence[Event]]


@pytest.fixture(scope="module")
def years() -> Told:
    memory = told(YEAR)
    return memory.said("horizon"), memory.said("pool-log")


def test_forecasts_are_near_what_happened(years: Told) -> None:
    error = error_of(YEAR, *years)
    print(error)
    assert error.forecasts >= 70
    assert error.opened > 300
    assert error.openings_percent <= OPENINGS_PERCENT
    assert error.month_percent <= MONTH_PERCENT
    assert error.members_percent <= MEMBERS_PERCENT


def test_a_forecast_that_is_wrong_would_be_noticed(years: Told) -> None:
    """One that sees nothing, one that is half a year late, and one that loses a third of people."""
    forecasts, pool_log = years

    def error(changed: Sequence[HorizonForecast]) -> Error:
        return error_of(YEAR, changed, pool_log)

    assert error([replace(it, openings=()) for it in forecasts]).openings_percent > 90
    assert error([_late(it) for it in forecasts]).month_percent > MONTH_PERCENT + 20
    assert error([_fewer(it) for it in forecasts]).members_percent > 2 * MEMBERS_PERCENT


def _late(it: HorizonForecast) -> HorizonForecast:
    later = (replace(one, expected_on=first_of_month(one.expected_on, 6)) for one in it.openings)
    return replace(it, openings=tuple(later))


def _fewer(it: HorizonForecast) -> HorizonForecast:
    """For the months ahead alone: its own is what earlier ones are held against."""
    ahead = first_of_month(it.month, 1)
    return replace(
        it,
        strength=tuple(
            replace(one, members=one.members * 2 // 3) if one.month >= ahead else one
            for one in it.strength
        ),
    )
