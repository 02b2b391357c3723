"""The view of vacancies says of any facts, in any order, what the pool's own fold says of them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from schemas.events import DutyStationKey
from streams.pool.vacancy import vacancy_of
from tests.golden_results import golden
from tests.read_model_rows import PREFIX, TOPIC_IDS, save

KINDS = (
    "Opened",
    "Opened",
    "Amended",
    "Amended",
    "Suspended",
    "Resumed",
    "Filled",
    "MovedToRotation",
    "Anticipated",
    "Cancelled",
)
TERMS = {
    "title": ("one", "two", None),
    "start_by": (date(2026, 6, 1), date(2026, 7, 1), None),
    "closes_on": (date(2026, 4, 1), None, None),
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def facts(chance: random.Random, vacancy: str) -> list[Any]:
    """Few moments and ids of both cases, so that every part of the order decides somewhere."""
    return [
        _fact(chance, vacancy, f"{chance.choice('aBcD')}{number}")
        for number in range(chance.randint(1, 7))
    ]


def _fact(chance: random.Random, vacancy: str, event_id: str) -> Any:
    kind = chance.choice(KINDS)
    occurred, recorded = (datetime(2026, 3, chance.randint(1, 3), tzinfo=UTC) for _ in range(2))
    event = golden(f"Vacancy{kind}")
    about = {"event_id": f"{vacancy}-{event_id}", "vacancy_id": vacancy}
    terms: dict[str, Any] = {}
    if kind in ("Opened", "Amended"):
        terms = {name: chance.choice(values) for name, values in TERMS.items()}
        terms["duty_station"] = chance.choice((DutyStationKey(country="KEN", city_code="X"), None))
    if kind == "Opened":
        terms["title"] = terms["title"] or "as opened"
        terms["start_by"] = terms["start_by"] or date(2026, 8, 1)
        terms["duty_station"] = DutyStationKey(country="AFG", city_code="KA010")
    return replace(event, occurred_at=occurred, recorded_at=recorded, **about, **terms)


def test_the_view_agrees_with_the_pool(engine: Engine) -> None:
    chance = random.Random(20260314)
    lives = {f"v-{number}": facts(chance, f"v-{number}") for number in range(300)}
    save(
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS),
        *(e for life in lives.values() for e in life),
    )
    columns = "vacancy_id, state, title, start_by, closes_on, country"
    query = text(f"SELECT {columns} FROM vacancies")
    with engine.connect() as connection:
        seen = {row[0]: tuple(map(str, row[1:])) for row in connection.execute(query)}
    assert seen.keys() == lives.keys()
    for vacancy_id, life in lives.items():
        pooled = vacancy_of(life)
        assert seen[vacancy_id][0] == pooled.state, life
        if (terms := pooled.terms) is not None:
            told = (terms.title, terms.start_by, terms.closes_on, terms.duty_station.country)
            assert seen[vacancy_id][1:] == tuple(map(str, told)), life
    assert {seen[vacancy][0] for vacancy in seen} >= {"OPEN", "CANCELLED", "PENDING", "ANTICIPATED"}
