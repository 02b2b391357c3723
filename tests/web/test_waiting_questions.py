"""What waits for people, asked of both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from consumers.projection.database import open_database, open_for_reading
from consumers.projection.read_model import ReadModel
from consumers.questions import decisions, proposals, vacancies, waiting
from schemas.events import CandidateShortlisted, VacancyAmended
from tests.golden_results import golden
from tests.unit.written_history import PREFIX
from tests.web.telling import AT, DAY, TOPICS, Telling, decided, listed, opened, said

UNDECIDED: dict[str, Any] = {"stage": "OPEN", "shortlisted": (), "offers_out": ()}


@pytest.fixture
def writer(database_url: str) -> Iterator[Telling]:
    engine = open_database(database_url)
    yield Telling(ReadModel.take_over(engine, PREFIX, {f"{PREFIX}{one}": "id" for one in TOPICS}))
    engine.dispose()


@pytest.fixture
def connection(writer: Telling, database_url: str) -> Iterator[Connection]:
    writer.tell(opened("v-new"), listed("v-new", 1, **UNDECIDED))
    writer.tell(opened("v-short"), listed("v-short", 1, **UNDECIDED | {"stage": "SHORTLISTED"}))
    writer.tell(opened("v-offer"), listed("v-offer", 1))
    writer.tell(opened("v-held"), said("Held", "v-held"))
    writer.tell(opened("v-done"), listed("v-done", 1, **UNDECIDED))
    writer.tell(decided("ProposalAccepted", "v-done", "review-1"))
    writer.tell(decided("OfferMade", "v-done", "offer-after", offer_id="o-after", reply_by=None))
    writer.tell(opened("v-again"), decided("ProposalAccepted", "v-again", "review-2"))
    writer.tell(decided("ProposalReturned", "v-again", "review-3"))
    later = AT.replace(hour=11)
    writer.tell(listed("v-again", 2, **UNDECIDED, recorded_at=later))
    writer.tell(opened("v-stale"), listed("v-stale", 1, **UNDECIDED))
    writer.tell(decided("ProposalAccepted", "v-stale", "review-4"))
    refused = {"vacancy_id": "v-stale", "decision_event_id": "review-4", "as_of": DAY}
    writer.tell(_replaced("DecisionRefused", **refused))
    engine = open_for_reading(database_url)
    with engine.connect() as asked:
        yield asked
    engine.dispose()


def _replaced(kind: str, **changed: Any) -> Any:
    event = golden(kind)
    return type(event)(**(vars(event) | changed))


def test_what_waits_is_told_by_its_kind(connection: Connection) -> None:
    assert [one.vacancy_id for one in waiting.held(connection, 9).first] == ["v-held"]
    assert [one.vacancy_id for one in waiting.shortlisted(connection, 9).first] == ["v-short"]
    to_review = waiting.to_review(connection, 2)
    assert (to_review.count, len(to_review.first)) == (3, 2)
    found = {one.vacancy_id for one in waiting.to_review(connection, 9).first}
    assert found == {"v-new", "v-again", "v-stale"}


def test_offers_are_told_of_lists_and_of_decisions_after_a_review(connection: Connection) -> None:
    count, offers = waiting.offers_out(connection, 9)
    assert count == 2
    assert [(one.vacancy_id, one.offer_id) for one in offers] == [
        ("v-offer", "offer-1"),
        ("v-done", "o-after"),
    ]
    assert offers[1].reply_by is None


def test_a_review_stands_until_the_list_is_made_again_or_it_was_refused(
    connection: Connection,
) -> None:
    standing = waiting.standing_review(connection, "v-done")
    assert standing is not None
    assert standing.event_id == "review-1"
    for other in ("v-again", "v-stale", "v-new", "v-unknown"):
        assert waiting.standing_review(connection, other) is None


def test_a_decision_counts_once_the_pool_has_looked(
    writer: Telling, connection: Connection
) -> None:
    event = decided("CandidateShortlisted", "v-new", "late")
    assert isinstance(event, CandidateShortlisted)
    connection.rollback()
    writer.tell(event, looked=False)
    assert decisions.states_of(connection, "v-new")["late"].state == "TAKEN_IN"
    connection.rollback()
    writer.tell()
    assert decisions.states_of(connection, "v-new")["late"].state == "COUNTED"
    assert decisions.states_of(connection, "v-stale")["review-4"].state == "REFUSED"
    assert decisions.refused_since(connection, DAY) == 1
    assert [one.vacancy_id for one in decisions.refusals_since(connection, DAY, 5)] == ["v-stale"]


def test_revisions_are_told_with_what_they_changed_and_why(connection: Connection) -> None:
    keys = [("v-new", 1), ("v-held", 1), ("v-new", 9)]
    told = proposals.told_revisions(connection, keys)
    assert set(told) == {("v-new", 1), ("v-held", 1)}
    changes = told["v-new", 1].changes
    assert changes is not None
    assert changes["moved"][0]["to_rank"] == 2
    assert told["v-held", 1].changes is None
    assert proposals.counts_by_status(connection) == {"OPEN": 6, "HELD": 1}
    assert proposals.told_on(connection, DAY) == 7


def test_the_terms_are_those_of_the_last_amendment(writer: Telling, connection: Connection) -> None:
    amended: VacancyAmended = _replaced(
        "VacancyAmended", vacancy_id="v-new", recorded_at=AT.replace(hour=10), urgent=False
    )
    assert vacancies.terms_of(connection, "v-new").urgent
    connection.rollback()
    writer.tell(_later(amended))
    assert not vacancies.terms_of(connection, "v-new").urgent
    assert set(vacancies.vacancies_named(connection, ["v-new", "v-unknown"])) == {"v-new"}


def _later(event: VacancyAmended) -> VacancyAmended:
    return type(event)(**(vars(event) | {"occurred_at": AT.replace(hour=10)}))
