"""`pathways horizon`: forecasts whole, as pages and as JSON, and beside what came of them."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console, RenderableType

from deploy.__main__ import main
from deploy.horizon.errors import NoForecast
from deploy.horizon.forecasts import Forecast, chosen, forecasts, whole_forecasts
from deploy.horizon.looking_back import earliest_to_check
from deploy.render.horizon import horizon_page, looking_back_page
from schemas.events import HorizonForecast
from streams.pool.horizon.looking_back import MonthCompared
from tests.unit.horizon_facts import forecast, holder, ready, world
from tests.unit.written_history import WrittenHistory


def run(history: WrittenHistory, *asked: str) -> Result:
    return CliRunner().invoke(main, ["horizon", *asked, *history.options])


def lines(history: WrittenHistory, *asked: str) -> list[dict[str, Any]]:
    result = run(history, *asked, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def page(shown: RenderableType) -> str:
    console = Console(width=140)
    with console.capture() as captured:
        console.print(shown)
    return " ".join(captured.get().split())


def made_in(month: int, job_group: str = "COM", **changed: Any) -> HorizonForecast:
    one = forecast(world(ready("c-1")))
    return replace(one, job_group=job_group, month=date(2026, month, 1), **changed)


def test_the_last_forecast_of_each_job_group_is_shown_or_that_of_a_month(
    exercised: WrittenHistory,
) -> None:
    with exercised.logs.open() as reader:
        found = forecasts(reader)
    groups = sorted({it.job_group for it in found})
    assert [it["job_group"] for it in lines(exercised)] == groups
    last = max(it.month for it in found if it.job_group == "COM")
    assert [it["month"] for it in lines(exercised, "COM")] == [str(last)]
    assert [it["month"] for it in lines(exercised, "COM", "--month", "2025-03")] == ["2025-03-01"]
    assert "COM: made in 2025-03" in run(exercised, "COM", "--month", "2025-03").output


def test_where_there_is_none_those_there_are_are_named(exercised: WrittenHistory) -> None:
    for asked in (["x"], ["COM", "--month", "2020-01"]):
        result = run(exercised, *asked)
        assert result.exit_code == 1
        assert "COM 2024-" in result.output
    with pytest.raises(NoForecast, match="when a month begins"):
        chosen([], None, None)


def test_a_forecast_in_parts_is_shown_once_it_is_whole() -> None:
    one = forecast(world(holder()))
    parts = [replace(one, part=part, parts=2) for part in (1, 2)]
    assert whole_forecasts(parts[:1]) == []
    (whole,) = whole_forecasts(reversed(parts))
    assert len(whole.openings) == 2 * len(one.openings) == 2


def test_a_page_tells_openings_and_gaps_in_words() -> None:
    """Nobody is there for the one post that falls free."""
    shown = page(horizon_page([Forecast([forecast(world(holder()))])]))
    assert "1 opening in twelve months" in shown
    assert "2026-08-15 post-7 KEN" in shown
    assert "Gaps: more openings so far than members" in shown
    assert "P-5 all 2026-08 1" in shown
    enough = page(horizon_page([Forecast([forecast(world(holder(), ready("c-1")))])]))
    assert "P-5 all 2026-08 1" not in enough


def test_a_quarter_of_the_bench_counts_the_openings_of_its_three_months() -> None:
    told = forecast(world(holder(due=date(2026, 6, 1)), holder("h-2", "post-8"), ready("c-1")))
    shown = page(horizon_page([Forecast([told])]))
    assert "P-5 all 1, 1 opening 1, 1 opening 1 1" in shown


def test_the_oldest_forecast_of_a_year_is_held_against_what_came(
    exercised: WrittenHistory,
) -> None:
    found = lines(exercised, "COM", "--check")
    assert {it["job_group"] for it in found} == {"COM"}
    first = min(it["month"] for it in found)
    assert lines(exercised, "COM", "--check", "--month", first[:7]) == found
    for it in found:
        assert it["openings_error"] == len(it["foreseen"]) - len(it["opened"])
    assert "beside what came" in run(exercised, "COM", "--check").output


def test_forecasts_of_more_than_a_year_ago_are_not_checked_unless_asked_for() -> None:
    old = made_in(1, parts=1)
    recent = replace(old, month=date(2027, 2, 1))
    later = replace(old, month=date(2027, 3, 1))
    other = made_in(5, "RMO")
    found = whole_forecasts([old, recent, later, other])
    checked = [(it.job_group, it.month) for it in earliest_to_check(found, None)]
    assert checked == [("COM", date(2027, 2, 1)), ("RMO", date(2026, 5, 1))]
    assert [it.job_group for it in earliest_to_check(found, "RMO")] == ["RMO"]


def test_what_came_that_nobody_foresaw_is_named_and_quiet_months_are_not() -> None:
    def month(number: int, foreseen: tuple[str, ...], opened: tuple[str, ...]) -> MonthCompared:
        return MonthCompared("COM", date(2026, number, 1), "P-5", foreseen, opened, 3, 3)

    months = [month(4, ("post-1", "post-2"), ("post-1", "post-9")), month(5, (), ())]
    shown = page(looking_back_page([Forecast([made_in(4)])], months))
    assert "2026-04 COM/P-5 2 2 3 3 post-9" in shown
    assert "2026-05" not in shown
    assert "Of 2 openings foreseen 1 came in their month; 1 came that nobody foresaw" in shown
    assert "No month of it is over yet" in page(looking_back_page([Forecast([made_in(4)])], []))
