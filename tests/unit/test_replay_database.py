"""A part of history in tables: a database of its own, filled once and gone on with."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text, update

from consumers.projection.tables import GENERATIONS
from deploy.__main__ import main
from schemas.codec import decode
from streams.history.exercise.slates import slates_of
from streams.history.logs import places
from streams.history.replay.order import Replay
from tests.unit.exercised_history import CYCLE
from tests.unit.written_history import WrittenHistory


def replay(history: WrittenHistory, url: str, *arguments: str) -> Result:
    order = ["replay", *arguments, "--to", url, *history.options, "--processes", "1"]
    return CliRunner().invoke(main, order)


def rows(url: str, query: str) -> list[Any]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return sorted(map(str, connection.execute(text(query))))
    finally:
        engine.dispose()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'trial.db'}"


def test_the_tables_hold_what_stands_in_the_topics(
    written_history: WrittenHistory, url: str
) -> None:
    done = replay(written_history, url, "roster", "proposals", "rejected", "--json")
    assert done.exit_code == 0, done.output
    with written_history.logs.open() as reader:
        newest = {
            record.key: decode(record.value or b"")
            for place in places(reader, "roster")
            for chunk in reader.read(place)
            for record in chunk
        }
    expected = {(it.candidate_id, it.job_group, it.grade, it.version) for it in newest.values()}
    assert {*rows(url, "SELECT candidate_id, job_group, grade, version FROM roster")} == {
        str(one) for one in expected
    }
    kinds = {one["type"]: one["records"] for one in json.loads(done.stdout)["kinds"]}
    revisions = [kinds[name] for name in kinds if name.startswith("Proposal")]
    assert len(rows(url, "SELECT revision FROM proposal_revisions")) == sum(revisions)


def test_slates_nominations_and_forecasts_have_tables_too(
    exercised: WrittenHistory, url: str
) -> None:
    done = replay(exercised, url, "slates", "nominations", "horizon", "--json")
    assert done.exit_code == 0, done.output
    whole = {(it.run, it.revision) for it in slates_of(exercised.logs, CYCLE)}
    found = rows(url, "SELECT DISTINCT run, revision FROM slate_placements")
    assert found == sorted(map(str, whole))
    kinds = {one["type"]: one["records"] for one in json.loads(done.stdout)["kinds"]}
    needs = rows(url, "SELECT need_id FROM development_needs")
    assert len(needs) == kinds["DevelopmentNeedIdentified"]


def test_an_interrupted_replay_goes_on_after_what_stands_in_the_tables(
    written_history: WrittenHistory, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = Replay.groups

    def ends_early(*arguments: Any) -> Any:
        found = groups(*arguments)
        yield next(found)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Replay, "groups", ends_early)
        assert "No space left" in replay(written_history, url, "roster", "proposals").stderr
    interrupted = len(rows(url, "SELECT * FROM roster"))
    other = replay(written_history, url, "proposals", "--resume")
    assert "was begun by another replay" in other.stderr
    resumed = replay(written_history, url, "roster", "proposals", "--resume", "--json")
    assert resumed.exit_code == 0, resumed.output
    fresh = url.replace("trial", "fresh")
    assert replay(written_history, fresh, "roster", "proposals").exit_code == 0
    for table in ("roster", "proposal_revisions", "source_positions"):
        query = f"SELECT * FROM {table}"
        assert rows(url, query) == rows(fresh, query)
    assert 0 < interrupted < len(rows(url, "SELECT * FROM roster"))


def test_a_database_that_holds_anything_of_ours_is_refused(
    written_history: WrittenHistory, url: str
) -> None:
    assert replay(written_history, url, "rejected").exit_code == 0
    done = replay(written_history, url, "rejected")
    assert done.exit_code == 1
    assert "give another one" in done.stderr


def test_a_live_database_is_never_gone_on_with(written_history: WrittenHistory, url: str) -> None:
    assert replay(written_history, url, "rejected").exit_code == 0
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(GENERATIONS).values(prefix="pathways."))
    engine.dispose()
    done = replay(written_history, url, "rejected", "--resume")
    assert done.exit_code == 1
    assert "was begun by another replay" in done.stderr


def test_what_has_no_table_is_refused_with_what_to_do(
    written_history: WrittenHistory, url: str
) -> None:
    done = replay(written_history, url, "roster", "candidate-log")
    assert done.exit_code == 1
    assert "not for candidate-log" in done.stderr
    assert ".jsonl or .avro" in done.stderr
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("select count(*) from sqlite_master").scalar_one()
    engine.dispose()
    assert tables == 0
