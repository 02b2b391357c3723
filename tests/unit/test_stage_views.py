"""Public views on exercises, forecasts and seats, and what small numbers would tell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from schemas.events import BenchStrength, CohortGroup, FunnelStep
from tests.golden_results import golden
from tests.read_model_rows import PREFIX, TOPIC_IDS, asked, save

MONTH = date(2027, 8, 1)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(engine: Engine) -> ReadModel:
    return ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def line(dimension: Any, value: str, members: int) -> BenchStrength:
    return BenchStrength(
        month=MONTH,
        grade="P-5",
        dimension=dimension,
        value=value,
        members=members,
        openings=1,
        gap=0,
    )


def test_the_current_slate_is_the_last_revision_of_the_last_run(
    model: ReadModel, engine: Engine
) -> None:
    first = golden("SlateProposed")
    second = replace(first, event_id="s-2", revision=2, placements=())
    third = replace(first, event_id="s-3", run=2, slate_id="cycle-2027/2", unfilled=())
    question = "SELECT run, revision, post_id, candidate_id, status FROM slate_current"
    save(model, first, second)
    assert asked(engine, question) == [(1, 2, "post-77", None, "PROPOSED")]
    settled = replace(golden("SlateSettled"), run=2, revision=1)
    save(model, third, settled)
    assert asked(engine, question) == [(2, 1, "post-12", "c-7f3a19d2", "SETTLED")]


def test_a_forecast_is_replaced_by_the_next_months_once_that_is_whole(
    model: ReadModel, engine: Engine
) -> None:
    forecast = golden("HorizonForecast")
    later = replace(forecast, event_id="h-2", month=date(2027, 3, 1), parts=2)
    question = "SELECT DISTINCT made_in FROM bench_forecast"
    save(model, forecast, later)
    assert [str(day) for (day,) in asked(engine, question)] == ["2027-02-01"]
    save(model, replace(later, event_id="h-3", part=2))
    assert [str(day) for (day,) in asked(engine, question)] == ["2027-03-01"]


def test_few_who_speak_a_language_or_few_who_do_not_are_not_told(
    model: ReadModel, engine: Engine
) -> None:
    lines = (
        line("ALL", "all", 11),
        line("LANGUAGE", "ar", 5),
        line("LANGUAGE", "en", 11),
        line("LANGUAGE", "es", 8),
        line("LANGUAGE", "fr", 4),
    )
    save(model, replace(golden("HorizonForecast"), strength=lines))
    found = asked(engine, "SELECT value, members, openings, gap FROM bench_forecast ORDER BY value")
    assert found == [
        ("all", 11, 1, 0),
        ("ar", 5, 1, 0),
        ("en", 11, 1, 0),
        # Three who do not speak it would be known by it.
        ("es", None, 1, None),
        ("fr", None, 1, None),
    ]


def funnel(*people: int | None) -> Any:
    steps = tuple(FunnelStep(step="APPLIED", people=one, median_days=None) for one in people)
    groups = (CohortGroup(group="ATTENDED", steps=steps, outcomes=()),)
    return replace(golden("CohortFunnelRevised"), groups=groups)


@pytest.mark.parametrize(
    ("people", "shown"), [((11, 0, None), [11, 0, None]), ((11, 4, None), []), ((5,), [5])]
)
def test_a_funnel_that_shows_a_small_group_is_left_out_whole(
    model: ReadModel, engine: Engine, people: tuple[int | None, ...], shown: list[int | None]
) -> None:
    save(model, funnel(*people))
    found = asked(engine, "SELECT people FROM leadership_funnel ORDER BY number")
    assert [count for (count,) in found] == shown


def at(hour: int) -> dict[str, Any]:
    moment = datetime(2026, 3, 1, hour, tzinfo=UTC)
    return {"occurred_at": moment, "recorded_at": moment}


def test_a_nomination_stands_as_last_said(model: ReadModel, engine: Engine) -> None:
    proposed, gone = golden("NominationProposed"), golden("NominationWithdrawn")
    named = {"nomination_id": proposed.nomination_id, "candidate_id": proposed.candidate_id}
    endorsed = replace(golden("NominationEndorsed"), event_id="yes", **named, **at(9))
    declined = replace(golden("NominationDeclined"), event_id="no", **named, **at(12))
    changed_mind = replace(endorsed, event_id="yes-2", **at(10))

    def status() -> Any:
        ((found,),) = asked(engine, "SELECT status FROM nominations")
        return found

    save(model, proposed)
    assert status() == "PROPOSED"
    save(model, endorsed)
    assert status() == "ENDORSED"
    save(model, gone)
    assert status() == "WITHDRAWN"
    save(model, replace(proposed, event_id="r-2", revision=2))
    assert status() == "ENDORSED"
    # The later of two answers counts, whichever was learnt first.
    save(model, declined, changed_mind, replace(gone, event_id="g-2"))
    assert status() == "DECLINED"
