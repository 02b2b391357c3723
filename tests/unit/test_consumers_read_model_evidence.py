"""What stands behind a list: answers, scores, the history of memberships, facts and decisions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from consumers.projection.tables import (
    CRITERION_SCORES,
    DECISIONS,
    DIVERSITY_CELLS,
    MEMBERSHIP_VERSIONS,
    PROPOSAL_REVISIONS,
    REJECTED,
    RULE_ANSWERS,
    VACANCY_EVENTS,
)
from consumers.projection.vacancy_rows import POOL_LOG_KINDS
from schemas.event_table import EVENT_TABLE
from schemas.text import to_json
from tests.golden_results import golden, membership, rejected
from tests.read_model_rows import AT, PREFIX, TOPIC_IDS, asked, delivered, rows, save
from tests.unit.proposal_samples import full


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(engine: Engine) -> ReadModel:
    return ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def test_each_answer_has_a_row_with_the_events_that_prove_it(
    model: ReadModel, engine: Engine
) -> None:
    event = full()
    save(model, event)
    said = {
        (row.section, row.place, row.number): (row.rule, row.outcome, row.evidence, row.advisory)
        for row in rows(engine, RULE_ANSWERS)
    }
    assert said["VACANCY", 0, 1][0] == "H16"
    assert said["RANKED", 2, 5] == ("H9", "WAIVED", ["fact-H9"], False)
    assert said["RANKED", 2, 11] == ("H8", "FAIL", [], True)
    ranked = [*event.ranked, *event.tier_unconfirmed]
    answers = [who.answers + who.advisory for who in ranked]
    answers += [who.answers for who in event.near_misses]
    answers += [who.answers for who in event.cannot_confirm]
    assert len(said) == 1 + sum(map(len, answers))


def test_each_criterion_of_each_ranked_person_has_a_row(model: ReadModel, engine: Engine) -> None:
    save(model, full())
    totals = select(
        CRITERION_SCORES.c.section,
        CRITERION_SCORES.c.place,
        func.sum(CRITERION_SCORES.c.contribution),
        func.count(),
    ).group_by(CRITERION_SCORES.c.section, CRITERION_SCORES.c.place)
    with engine.connect() as connection:
        found = {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(totals)}
    assert found["RANKED", 3] == (4965, 6)
    assert found["TIER_UNCONFIRMED", 1] == (13100, 6)
    assert len(found) == 4


def test_a_panel_keeps_what_was_hidden_hidden(model: ReadModel, engine: Engine) -> None:
    save(model, full())
    cells = {(r.value, r.shown_from): (r.pool, r.listed) for r in rows(engine, DIVERSITY_CELLS)}
    assert cells["F", 5] == (14, 5)
    assert cells["X", 5] == (None, None)


def test_the_document_says_what_the_contract_says(model: ReadModel, engine: Engine) -> None:
    event = full()
    save(model, event)
    (row,) = rows(engine, PROPOSAL_REVISIONS)
    assert row.document == to_json(event)


def test_every_version_of_a_membership_stays_once(model: ReadModel, engine: Engine) -> None:
    save(model, membership("c-1", 2), membership("c-1", 1), membership("c-1", 2))
    save(model, membership("c-1", 3, "ON_HOLD"), membership("c-1", 2))
    told = sorted((row.version, row.status) for row in rows(engine, MEMBERSHIP_VERSIONS))
    assert told == [(1, "ACTIVE"), (2, "ACTIVE"), (3, "ON_HOLD")]


def test_an_erased_membership_leaves_no_history(model: ReadModel, engine: Engine) -> None:
    save(model, membership("c-1", 1), membership("c-1", 2), membership("c-2", 1))
    erased = [delivered(membership("c-1", 3)), delivered(None, key=b"c-1|COM|P-5")]
    model.apply(changes(erased), AT)
    assert [row.candidate_id for row in rows(engine, MEMBERSHIP_VERSIONS)] == ["c-2"]


def test_a_fact_about_a_vacancy_is_kept_once_with_what_it_states(
    model: ReadModel, engine: Engine
) -> None:
    opened, cancelled = golden("VacancyOpened"), golden("VacancyCancelled")
    save(model, opened, cancelled, opened)
    found = {row.event_type: row for row in rows(engine, VACANCY_EVENTS)}
    assert len(rows(engine, VACANCY_EVENTS)) == 2
    row = found["VacancyOpened"]
    assert (row.vacancy_id, row.opened_on, row.start_by) == (
        opened.vacancy_id,
        opened.opened_on,
        opened.start_by,
    )
    assert (row.country, row.city_code) == ("AFG", "KA010")
    assert row.document == to_json(opened)
    gone = found["VacancyCancelled"]
    assert (gone.reason, gone.opened_on, gone.country) == (cancelled.reason, None, None)


def test_a_decision_is_kept_with_who_decided_on_which_revision(
    model: ReadModel, engine: Engine
) -> None:
    shortlisted, placed = golden("CandidateShortlisted"), golden("PlacementConfirmed")
    save(model, shortlisted, placed, golden("WaiverGranted"), golden("ProposalRejected"))
    found = {row.event_type: row for row in rows(engine, DECISIONS)}
    row = found["CandidateShortlisted"]
    assert (row.candidate_id, row.revision_seen, row.override) == (
        shortlisted.candidate_id,
        shortlisted.revision_seen,
        shortlisted.override,
    )
    assert found["PlacementConfirmed"].starts_on == placed.starts_on
    assert found["WaiverGranted"].rule == golden("WaiverGranted").rule
    assert found["ProposalRejected"].candidate_id is None


@pytest.mark.parametrize("kind", sorted(POOL_LOG_KINDS))
def test_every_kind_that_is_taken_from_the_pools_log_has_a_row(kind: str) -> None:
    result = changes([delivered(golden(kind))])
    assert len(result.vacancy_events) + len(result.decisions) == 1


def test_what_is_taken_from_the_pools_log_is_what_was_said_of_vacancies() -> None:
    topics = {EVENT_TABLE[kind].topic for kind in POOL_LOG_KINDS}
    assert topics == {"vacancies", "decisions"}
    assert {
        name for name, row in EVENT_TABLE.items() if row.topic in topics and row.status == "frozen"
    } == POOL_LOG_KINDS


def test_a_dead_letter_keeps_its_bytes(model: ReadModel, engine: Engine) -> None:
    event = rejected(7)
    save(model, event)
    (row,) = rows(engine, REJECTED)
    assert (row.topic_offset, row.value, row.value_size) == (7, event.value, event.value_size)


def test_readers_name_the_tables_without_a_number(model: ReadModel, engine: Engine) -> None:
    save(model, membership("c-1"))
    found = asked(engine, "SELECT candidate_id, as_of FROM roster WHERE job_group = 'COM'")
    assert [(who, str(day)) for who, day in found] == [("c-1", str(date(2026, 3, 14)))]


def test_a_text_that_a_database_cannot_take_stops_nothing(model: ReadModel, engine: Engine) -> None:
    odd = replace(golden("VacancyCancelled"), reason="a NUL \0 in a text")
    save(model, odd, membership("c-1"))
    (row,) = rows(engine, VACANCY_EVENTS)
    shown = "\0" if engine.dialect.name == "sqlite" else "\N{REPLACEMENT CHARACTER}"
    assert row.reason == f"a NUL {shown} in a text"
    assert row.document["reason"] == odd.reason
    assert len(rows(engine, MEMBERSHIP_VERSIONS)) == 1
