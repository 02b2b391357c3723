"""Building the tables again beside those that are read, switching over, and older layouts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, func, inspect, select, text, update
from sqlalchemy.exc import OperationalError

from consumers.errors import Superseded, WrongDatabase
from consumers.projection import installation
from consumers.projection.database import open_database, open_for_reading
from consumers.projection.generations import content_of, held_by_readers
from consumers.projection.read_model import ReadModel
from consumers.projection.tables import GENERATIONS, MODEL_VERSION, ROSTER
from consumers.projection.views import PUBLIC_VIEWS, drop_views
from tests.golden_results import golden, membership, proposal
from tests.postgresql import PostgreSQL
from tests.read_model_rows import AT, PREFIX, TOPIC_IDS, asked, content, rows, save

LAYOUT_2 = Path(__file__).parents[1] / "data" / "read_model"
OLD_ROWS = (
    "INSERT INTO projection VALUES (1, 2, 'p.', 4, 9)",
    "INSERT INTO source_positions VALUES ('p.roster', 0, 'id-1', 1)",
    "INSERT INTO roster VALUES ('c-old', 'COM', 'P-5', 1, 'ACTIVE', NULL, 'ASSESSED', NULL, NULL, "
    "'assessed', '2026-03-14', 'pool-log', 0, 1, 'e-1', '2026-03-14 00:00:00.000000', "
    "'2026-03-14 00:00:00.000000')",
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def people(engine: Engine) -> list[str]:
    return sorted(row.candidate_id for row in rows(engine, ROSTER))


def states(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        found = connection.execute(select(GENERATIONS.c.generation, GENERATIONS.c.state))
        return sorted((number, state) for number, state in found)


def tables_of(engine: Engine, generation: int) -> list[str]:
    return [n for n in inspect(engine).get_table_names() if n.endswith(f"_g{generation}")]


def test_what_is_being_built_is_seen_only_after_the_switch(engine: Engine) -> None:
    live = ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    save(live, membership("c-1"), membership("c-2"))
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    save(built, membership("c-1"))
    assert people(engine) == ["c-1", "c-2"]
    save(live, membership("c-3"))
    assert people(engine) == ["c-1", "c-2", "c-3"]
    assert built.switch(AT) == {}
    assert people(engine) == ["c-1"]
    assert states(engine) == [(1, "OBSOLETE"), (2, "CURRENT")]


def test_the_old_writer_ends_and_the_new_one_goes_on(engine: Engine) -> None:
    live = ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    built.switch(AT)
    with pytest.raises(Superseded):
        save(live, membership("c-1"))
    save(built, membership("c-2"))
    assert people(engine) == ["c-2"]
    assert ReadModel.take_over(engine, PREFIX, TOPIC_IDS).generation == 2
    assert (states(engine), tables_of(engine, 1)) == ([(2, "CURRENT")], [])


def test_nobody_reads_less_than_before_the_switch(engine: Engine) -> None:
    live = ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    save(live, membership("c-1"))
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    assert built.switch({}) == AT
    assert people(engine) == ["c-1"]
    with pytest.raises(Superseded):
        save(live, membership("c-2"))
    save(built, membership("c-1"))
    assert built.switch(AT) == {}


def test_a_build_that_was_given_up_is_dropped_by_the_next_one(engine: Engine) -> None:
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    first = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    # A start in between leaves it alone: it may be at work.
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    save(first, membership("c-1"))
    second = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    with pytest.raises(Superseded):
        save(first, membership("c-1"))
    assert second.switch({}) == {}
    assert people(engine) == []


def test_a_build_may_be_of_other_topics(engine: Engine) -> None:
    save(ReadModel.take_over(engine, PREFIX, TOPIC_IDS), membership("c-1"))
    other = {"q.roster": "id-9"}
    assert ReadModel.build(engine, "q.", other).switch({}) == {}
    assert ReadModel.take_over(engine, "q.", other).positions == {}
    with pytest.raises(WrongDatabase, match="--rebuild"):
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def test_a_reader_sees_one_or_the_other_and_never_nothing(
    engine: Engine, database_url: str
) -> None:
    live = ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    save(live, membership("c-1"))
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    save(built, membership("c-1", 2))
    reader = open_for_reading(database_url)
    question = text("SELECT version FROM roster")
    with reader.connect() as connection:
        before = connection.execute(question).scalars().all()
        if engine.dialect.name == "postgresql":
            # Its lock is what a switch must give way to.
            connection.rollback()
        built.switch(AT)
        connection.rollback()
        after = connection.execute(question).scalars().all()
    assert (before, after) == ([1], [2])
    reader.dispose()


def test_a_switch_does_not_wait_for_a_long_query(postgresql: PostgreSQL) -> None:
    engine = open_database(postgresql.fresh_database())
    save(ReadModel.take_over(engine, PREFIX, TOPIC_IDS), membership("c-1"))
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    with engine.connect() as reader:
        assert reader.execute(select(func.count()).select_from(ROSTER)).scalar() == 1
        with pytest.raises(OperationalError) as caught:
            built.switch(AT)
        assert held_by_readers(caught.value)
        assert people(engine) == ["c-1"]
    assert built.switch(AT) == {}
    assert people(engine) == []
    engine.dispose()


def test_old_tables_that_are_still_read_are_left_to_the_next_start(postgresql: PostgreSQL) -> None:
    engine = open_database(postgresql.fresh_database())
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    ReadModel.build(engine, PREFIX, TOPIC_IDS).switch(AT)
    with engine.connect() as reader:
        reader.execute(text("SELECT COUNT(*) FROM roster_g1"))
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
        assert states(engine) == [(1, "OBSOLETE"), (2, "CURRENT")]
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    assert (states(engine), tables_of(engine, 1)) == ([(2, "CURRENT")], [])
    engine.dispose()


def test_who_only_reads_cannot_write(engine: Engine, database_url: str) -> None:
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    reader = open_for_reading(database_url)
    with reader.connect() as connection, pytest.raises(Exception, match=r"readonly|read-only"):
        connection.execute(text("DELETE FROM source_positions"))
    reader.dispose()


def test_the_layout_of_the_last_release_is_migrated_and_its_rows_stay_readable(
    engine: Engine, database_url: str
) -> None:
    make_layout_2(engine)
    with pytest.raises(WrongDatabase, match=r"version 2 .* version 5\. Run `pathways project --re"):
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    assert asked(engine, "SELECT candidate_id FROM roster") == [("c-old",)]
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    assert built.switch({}) == AT
    save(built, membership("c-1"), proposal("v-1"))
    assert asked(engine, "SELECT candidate_id FROM roster") == [("c-old",)]
    assert built.switch(AT) == {}
    assert people(engine) == ["c-1"]
    assert ReadModel.take_over(engine, PREFIX, TOPIC_IDS).positions == AT
    assert tables_of(engine, 0) == []


def test_tables_of_the_release_before_stay_readable_until_they_are_made_again(
    engine: Engine,
) -> None:
    """They have the layout of now, and none of the tables of exercises, seats and forecasts."""
    save(ReadModel.take_over(engine, PREFIX, TOPIC_IDS), membership("c-1"))
    with engine.begin() as connection:
        drop_views(
            connection, *reversed(PUBLIC_VIEWS), *(one for one in content_of(1) if "_" in one)
        )
        for name, table in content_of(1).items():
            if name.startswith(("slate", "horizon", "nomination", "exercise")):
                drop_views(connection, name)
                table.drop(connection)
        connection.execute(update(GENERATIONS).values(model_version=MODEL_VERSION - 1))
    with pytest.raises(WrongDatabase, match="--rebuild"):
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    assert people(engine) == ["c-1"]
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    save(built, membership("c-1"), golden("SlateProposed"))
    assert built.switch(AT) == {}
    assert asked(engine, "SELECT post_id FROM slate_current ORDER BY post_id") == [
        ("post-12",),
        ("post-77",),
    ]


def test_a_migrated_database_ends_with_the_layout_of_a_new_one(
    engine: Engine, tmp_path: Path
) -> None:
    make_layout_2(engine)
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    built.switch(AT)
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    if engine.dialect.name == "postgresql":
        assert set(inspect(engine).get_view_names()) >= set(content(engine))
        return
    new = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    ReadModel.take_over(new, PREFIX, TOPIC_IDS)
    assert layout(engine) == layout(new)
    new.dispose()


def test_a_layout_that_nobody_can_migrate_is_refused_and_left_alone(engine: Engine) -> None:
    make_layout_2(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE projection SET model_version = 1"))
    with pytest.raises(WrongDatabase, match=r"holds version 1 .* begin with version 2"):
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    assert asked(engine, "SELECT candidate_id FROM roster") == [("c-old",)]


def test_a_layout_of_a_newer_release_is_refused(engine: Engine) -> None:
    ReadModel.take_over(engine, PREFIX, TOPIC_IDS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '99'"))
    with pytest.raises(WrongDatabase, match="layout 99, this program knows up to 3"):
        ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def test_migrations_are_one_line_of_numbers() -> None:
    script = ScriptDirectory.from_config(installation.migrations())
    assert [step.revision for step in script.walk_revisions()] == ["3", "2"]


def make_layout_2(engine: Engine) -> None:
    kind = engine.dialect.name
    plain = create_engine(engine.url)
    with plain.begin() as connection:
        for statement in (LAYOUT_2 / f"version_2.{kind}.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    plain.dispose()


def layout(engine: Engine) -> set[str]:
    told = asked(engine, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {" ".join(sql.replace('"', "").split()) for (sql,) in told}
