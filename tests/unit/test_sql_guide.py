"""The page about SQL names every view and column as they are, and its queries run as written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from consumers.projection.database import open_database, open_for_reading
from consumers.projection.read_model import ReadModel
from consumers.projection.views import PUBLIC_VIEWS
from tests.golden_results import golden, membership
from tests.read_model_rows import PREFIX, TOPIC_IDS, save
from tests.unit.proposal_samples import full

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "sql.md").read_text()
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
QUERIES = re.findall(r"^```sql\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    writer = open_database(database_url)
    model = ReadModel.take_over(writer, PREFIX, TOPIC_IDS)
    save(model, membership("c-1"), full(), golden("VacancyOpened"), golden("OfferMade"))
    writer.dispose()
    reader = open_for_reading(database_url)
    yield reader
    reader.dispose()


def test_every_view_has_a_section_with_its_columns_in_order_and_a_query(engine: Engine) -> None:
    assert tuple(SECTIONS) == PUBLIC_VIEWS
    for name, section in SECTIONS.items():
        documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        assert documented == [column["name"] for column in inspect(engine).get_columns(name)]
        assert re.search(rf"FROM {name}\b", section), f"no example for {name}"


def test_every_query_of_the_page_runs_as_it_is_written(engine: Engine) -> None:
    assert len(QUERIES) >= len(PUBLIC_VIEWS)
    with engine.connect() as connection:
        for query in QUERIES:
            connection.execute(text(query)).all()
