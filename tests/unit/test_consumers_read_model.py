"""The read model without Kafka: what rows say, and which writes are ignored or refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text, update
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import IntegrityError

from consumers.errors import Superseded, UndecodableRecord, WrongDatabase
from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from consumers.projection.statements import statements
from consumers.projection.tables import (
    DECISIONS_REFUSED,
    GENERATIONS,
    PROPOSAL_REVISIONS,
    PROPOSALS,
    REJECTED,
    REVISION_ENTRIES,
    ROSTER,
)
from schemas.events import Event
from schemas.text import from_json
from tests.golden_results import golden, membership, proposal, rejected
from tests.read_model_rows import AT, TOPIC_IDS, delivered, rows, save
from tests.unit.proposal_samples import full


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(engine: Engine) -> ReadModel:
    return ReadModel.take_over(engine, "p.", TOPIC_IDS)


def test_a_roster_row_says_what_the_event_says(model: ReadModel, engine: Engine) -> None:
    event = membership("c-1", 3)
    save(model, event)
    (row,) = rows(engine, ROSTER)
    assert (row.candidate_id, row.job_group, row.grade) == ("c-1", "COM", "P-5")
    assert (row.version, row.status, row.rating) == (3, "ACTIVE", "STAR")
    assert row.bases == "ASSESSED,AUTO_INCUMBENT"
    assert (row.valid_from, row.valid_until) == (event.valid_from, event.valid_until)
    assert (row.log, row.log_partition, row.log_count) == ("pool-log", 2, 1842)
    assert row.recorded_at == event.recorded_at


def test_a_revision_keeps_the_whole_event(model: ReadModel, engine: Engine) -> None:
    event = golden("ProposalRevised")
    save(model, event)
    (row,) = rows(engine, PROPOSAL_REVISIONS)
    assert from_json(row.document) == event
    told = [(row.section, row.place, row.candidate_id) for row in rows(engine, REVISION_ENTRIES)]
    assert sorted(told) == [
        ("CANNOT_CONFIRM", 1, "c-99d0c7e1"),
        ("NEAR_MISS", 1, "c-04be51aa"),
        ("RANKED", 1, "c-51c3d9b0"),
        ("RANKED", 2, "c-7f3a19d2"),
    ]


def test_people_who_are_eligible_have_their_tier_and_total(
    model: ReadModel, engine: Engine
) -> None:
    save(model, full())
    told = {
        (row.section, row.place): (row.candidate_id, row.tier, row.total)
        for row in rows(engine, REVISION_ENTRIES)
    }
    assert told["RANKED", 3] == ("c-aa07b3e1", "SECOND", 4965)
    assert told["TIER_UNCONFIRMED", 1] == ("c-e0d94c77", "UNCONFIRMED", 13100)
    assert told["NEAR_MISS", 2] == ("c-0a11ce42", None, None)
    (last,) = rows(engine, PROPOSALS)
    assert (last.status, last.stage, last.reviewed_revision) == ("OPEN", "OFFER_OUT", None)


def test_advice_leaves_the_reviewed_revision_standing_and_an_expiry_ends_it(
    model: ReadModel, engine: Engine
) -> None:
    save(model, golden("ProposalRevised"), golden("ProposalAdvised"))
    (advised,) = rows(engine, PROPOSALS)
    assert (advised.revision, advised.status, advised.reviewed_revision) == (3, "REVIEWED", 2)
    save(model, golden("ProposalExpired"))
    (expired,) = rows(engine, PROPOSALS)
    assert (expired.revision, expired.status) == (4, "EXPIRED")


def test_a_refused_decision_has_a_row_of_its_own_and_changes_no_proposal(
    model: ReadModel, engine: Engine
) -> None:
    event = golden("DecisionRefused")
    save(model, golden("ProposalRevised"), event, event)
    (row,) = rows(engine, DECISIONS_REFUSED)
    assert (row.decision_event_id, row.vacancy_id) == ("short-031-1", "vac-2026-031")
    assert (row.revision_seen, row.revision_current) == (1, 2)
    assert (row.reason, row.remedy) == (event.reason, event.remedy)
    (last,) = rows(engine, PROPOSALS)
    assert (last.revision, last.status) == (2, "OPEN")


def test_a_withdrawal_replaces_the_proposal_and_keeps_its_revisions(
    model: ReadModel, engine: Engine
) -> None:
    save(model, proposal("v", 1, "Emitted"), proposal("v", 2, "Withdrawn"))
    (last,) = rows(engine, PROPOSALS)
    assert (last.revision, last.status, last.reason) == (2, "WITHDRAWN", "an offer was accepted")
    assert [row.revision for row in rows(engine, PROPOSAL_REVISIONS)] == [1, 2]


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_repeats_and_older_versions_in_any_order_end_in_the_newest(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    events: list[Event] = [membership("c-1", version) for version in range(1, 5)]
    events += [proposal("v", revision) for revision in range(1, 5)]
    events += [rejected(1)]
    order = data.draw(st.permutations(events * 2))
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('model') / 'model.db'}")
    model = ReadModel.take_over(engine, "p.", TOPIC_IDS)
    cut = data.draw(st.integers(0, len(order)))
    save(model, *order[:cut])
    save(model, *order[cut:])
    assert [row.version for row in rows(engine, ROSTER)] == [4]
    assert [row.revision for row in rows(engine, PROPOSALS)] == [4]
    assert len(rows(engine, PROPOSAL_REVISIONS)) == 4
    assert len(rows(engine, REJECTED)) == 1
    engine.dispose()


def test_an_erased_membership_is_gone_until_it_is_recorded_again(
    model: ReadModel, engine: Engine
) -> None:
    save(model, membership("a|b", 1), membership("c-2", 1))
    model.apply(changes([delivered(None, key=b"a|b|COM|P-5")]), AT)
    assert [row.candidate_id for row in rows(engine, ROSTER)] == ["c-2"]
    save(model, membership("c-2", 2))
    erased_then_back = [delivered(None, key=b"c-2|COM|P-5"), delivered(membership("c-2", 1))]
    model.apply(changes(erased_then_back), AT)
    assert [row.version for row in rows(engine, ROSTER)] == [1]


def test_rows_and_positions_are_written_together_or_not_at_all(
    model: ReadModel, engine: Engine
) -> None:
    broken = changes([delivered(membership("c-1")), delivered(proposal("v", 1))])
    broken.revisions[0]["reason"] = None
    with pytest.raises(IntegrityError, match=r"NOT NULL|not-null"):
        model.apply(broken, AT)
    assert rows(engine, ROSTER) == []
    assert model.positions == {}
    assert ReadModel.take_over(engine, "p.", TOPIC_IDS).positions == {}


def test_a_writer_that_was_superseded_writes_nothing(model: ReadModel, engine: Engine) -> None:
    second = ReadModel.take_over(engine, "p.", TOPIC_IDS)
    with pytest.raises(Superseded):
        save(model, membership("c-1"))
    assert rows(engine, ROSTER) == []
    save(second, membership("c-1"))
    assert ReadModel.take_over(engine, "p.", TOPIC_IDS).positions == AT


def test_tables_of_other_topics_or_another_model_are_refused(
    model: ReadModel, engine: Engine
) -> None:
    save(model, membership("c-1"))
    with pytest.raises(WrongDatabase, match="not in other"):
        ReadModel.take_over(engine, "other.", TOPIC_IDS)
    with pytest.raises(WrongDatabase, match="is gone"):
        ReadModel.take_over(engine, "p.", {"p.roster": "id-2"})
    with engine.begin() as connection:
        connection.execute(update(GENERATIONS).values(model_version=0))
    with pytest.raises(WrongDatabase, match="version 0"):
        ReadModel.take_over(engine, "p.", TOPIC_IDS)


def test_a_database_that_was_never_tried_is_refused() -> None:
    with pytest.raises(WrongDatabase, match="not in mysql"):
        statements(mysql.dialect(), 1)


def test_an_event_without_a_table_is_refused() -> None:
    with pytest.raises(UndecodableRecord, match="LanguageRecorded"):
        changes([delivered(golden("LanguageRecorded"))])
    with pytest.raises(UndecodableRecord, match="an empty value"):
        changes([delivered(None, topic="proposals")])
    with pytest.raises(UndecodableRecord, match="tombstone"):
        changes([delivered(None, key=b"no membership")])


def test_sqlite_lets_readers_read_while_it_is_written(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'model.db'}")
    with engine.connect() as asked:
        asked_for = {
            name: asked.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert asked_for == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 10_000}
    engine.dispose()


def test_a_time_keeps_its_zone(model: ReadModel, engine: Engine) -> None:
    moment = datetime(2026, 3, 14, 9, 30, 0, 123456, tzinfo=UTC)
    save(model, replace(membership("c-1"), recorded_at=moment))
    assert rows(engine, ROSTER)[0].recorded_at == moment
