"""When a pool tells what it foresees, and to whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from schemas.codec import decode, encode
from schemas.events import Event
from streams.engine.stage import Output, Position, UnitId
from streams.pool.fold import PoolFold
from streams.pool.horizon import news
from tests.unit.horizon_facts import APRIL, DUE, forecast, holder, in_april, ready, world
from tests.unit.matching_facts import station, weighing
from tests.unit.pool_facts import Log, day, hold, only, opened, profile, rules
from tests.unit.test_pool_restore import Framed

UNIT = UnitId("pool", "pathways.pool-log", 3)


def test_a_forecast_is_told_once_on_the_first_day_of_a_month_that_the_pool_sees() -> None:
    log = world(ready("c-1"))
    assert log.said[-1].forecasts == []
    assert log.fold(day(date(2026, 3, 31))).forecasts == []
    told = only(log.fold(day(date(2026, 4, 3))).forecasts)
    assert (told.event_id, told.month, told.as_of) == (
        "horizon/COM/2026-04/1",
        APRIL,
        date(2026, 4, 3),
    )
    assert told.position.count == log.count
    assert log.fold(day(date(2026, 4, 4)), ready("c-2")).forecasts == []


def test_days_that_come_together_are_told_of_as_the_last_one() -> None:
    log = world(ready("c-1"))
    told = log.fold(day(APRIL), day(date(2026, 5, 1)), day(date(2026, 5, 2))).forecasts
    assert only(told).month == date(2026, 5, 1)


@pytest.mark.parametrize("missing", ["members", "rules", "profile"])
def test_where_nothing_can_be_foreseen_nothing_is_told(missing: str) -> None:
    known: dict[str, Event] = {"members": ready("c-1"), "rules": rules(), "profile": profile()}
    log = Log(*(event for name, event in known.items() if name != missing), day())
    assert in_april(log).forecasts == []


def test_job_groups_are_told_apart() -> None:
    other = replace(profile(), event_id="rmo", job_group="RMO")
    log = world(other, ready("c-1"), ready("c-2", job_group="RMO"), holder())
    told = in_april(log).forecasts
    assert [(one.job_group, len(one.openings)) for one in told] == [("COM", 1), ("RMO", 0)]


def test_a_long_forecast_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [holder(f"h-{n}", f"post-{n}") for n in range(7)]
    whole = forecast(world(*many))
    monkeypatch.setattr(news, "ENTRIES_MAX", 5)
    parts = in_april(world(*many)).forecasts
    assert len(parts) == -(-len(whole.strength) // 5)
    assert [(one.part, one.parts) for one in parts] == [
        (number, len(parts)) for number in range(1, len(parts) + 1)
    ]
    assert len({one.event_id for one in parts}) == len(parts)
    assert sum((one.openings for one in parts), ()) == whole.openings
    assert sum((one.strength for one in parts), ()) == whole.strength


def test_looking_ahead_leaves_everybody_where_they_stand_today() -> None:
    log = world(holder(), ready("c-1", holds=(hold(DUE, DUE),)), opened())
    log.fold(day(date(2026, 3, 31)))
    table = log.pool.holdings.table("COM", "P-5")
    names = ("status", "held", "assessed", "incumbent", "committed", "cleared", "valid_until")
    april = in_april(log)
    quiet = Log(*log_without_horizon())
    assert {name: table[name].tolist() for name in names} == {
        name: quiet.pool.holdings.table("COM", "P-5")[name].tolist() for name in names
    }
    assert april.roster == []
    assert log.pool.holdings.cases.keys() == {"v-1"}


def log_without_horizon() -> list[Event]:
    """April is the first day that this pool knows."""
    people = [holder(), ready("c-1", holds=(hold(DUE, DUE),)), opened()]
    return [rules(**weighing()), profile(), station(), day(APRIL), *people]


def test_a_restored_pool_foresees_the_same() -> None:
    before = [rules(), profile(), station(), day(), holder(), ready("c-1")]
    one = PoolFold(UNIT)
    first = one.fold([Framed(encode(event), n) for n, event in enumerate(before)], Position(0, 0))
    again = PoolFold(UNIT)
    state = [
        (output.key, output.value)
        for output in first
        if output.topic.endswith("pool-state") and output.key and output.value
    ]
    again.restore(reversed(state))
    april = [Framed(encode(day(APRIL)), 9)]
    at = Position(9, len(before))
    told = one.fold(april, at)
    assert told == again.fold(april, at)
    assert_goes_where_it_belongs(told)


def assert_goes_where_it_belongs(told: Iterable[Output]) -> None:
    by_topic = {output.topic.removeprefix("pathways."): output for output in told}
    horizon, log = by_topic["horizon"], by_topic["pool-log"]
    assert (horizon.partition, horizon.key) == (0, b"COM")
    assert (log.partition, log.key) == (UNIT.partition, b"COM")
    assert decode(horizon.value or b"").openings
    assert decode(log.value or b"").vacancy_id == f"post-7/{DUE}"
    names = [name for name, _ in horizon.headers]
    assert names[:2] == ["pathways-origin", "ce_specversion"]
    assert [name for name, _ in log.headers] == ["pathways-origin"]
