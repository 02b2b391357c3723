"""The pages of today and of a vacancy in every state, and as each role may see them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from consumers.projection.proposal_tables import PROPOSAL_REVISIONS
from consumers.questions.proposals import document
from consumers.web.ports import Away
from consumers.web.roles import ROLES, Role
from schemas.events import ListChanges
from tests.unit.proposal_samples import NEAR_MISSES, RANKED
from tests.unit.written_history import WrittenHistory
from tests.web.console import visiting, with_other_ports
from tests.web.house import House, furnished
from tests.web.telling import decided, listed, opened, said, telling

UNDECIDED: dict[str, Any] = {"stage": "OPEN", "shortlisted": (), "offers_out": ()}
EMPTY: dict[str, Any] = {
    "ranked": (),
    "tier_unconfirmed": (),
    "near_misses": (),
    "cannot_confirm": (),
    "changes": ListChanges(),
    "explanation": "Nobody is free by then: H10 excludes 11 of 41.",
}


@pytest.fixture(scope="module")
def house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("vacancies")
    with furnished(written_history, folder) as made, telling(made) as writer:
        for kind in ("Withdrawn", "Deferred", "Held", "Expired"):
            name = f"v-{kind.lower()}"
            writer.tell(opened(name), listed(name, 1, **UNDECIDED), said(kind, name, 2))
        writer.tell(opened("v-open"), listed("v-open", 1, **UNDECIDED), listed("v-open", 2))
        writer.tell(opened("v-empty"), listed("v-empty", 1, **UNDECIDED, **EMPTY))
        writer.tell(opened("v-told"))
        writer.tell(listed("v-unstated", 1, **UNDECIDED))
        writer.tell(opened("v/with?odd&signs"), listed("v/with?odd&signs", 1, **UNDECIDED))
        writer.tell(opened("v-reviewed"), listed("v-reviewed", 1, **UNDECIDED))
        writer.tell(decided("ProposalAccepted", "v-reviewed", "review", revision_seen=1))
        writer.tell(opened("v-advised"), listed("v-advised", 1, **UNDECIDED))
        writer.tell(decided("ProposalAccepted", "v-advised", "review-2", revision_seen=1))
        writer.tell(said("Advised", "v-advised", 2, reviewed_revision=1))
        yield made


@pytest.mark.parametrize(
    ("vacancy_id", "words"),
    [
        ("v-open", ("Open list", "offer out", "Urgent", "Revision 2", RANKED[0].candidate_id)),
        ("v-withdrawn", ("Withdrawn", "There is no list now", "an offer was accepted")),
        ("v-deferred", ("Left to the rotation", "cycle-2026")),
        ("v-held", ("Held", "A person must look", "the profile COM/P-6 is not published")),
        ("v-expired", ("Expired", "nobody decided before the vacancy closed")),
        ("v-empty", ("Why the list is empty", "H10 excludes 11 of 41")),
        ("v-told", ("Nobody is proposed for this vacancy yet.",)),
        ("v-unstated", ("Open list", "Revision 1")),
        ("v%2Fwith%3Fodd%26signs", ("v/with?odd&amp;signs", "Open list")),
        ("v-reviewed", ("Reviewed: List accepted", "Open list")),
        ("v-advised", ("Advice after the review of revision 1", "Reviewed, with advice")),
    ],
)
def test_a_vacancy_is_shown_in_every_state(
    house: House, vacancy_id: str, words: tuple[str, ...]
) -> None:
    with visiting(house, "hr_partner") as client:
        answer = client.get(f"/vacancies/{vacancy_id}")
    assert answer.status_code == 200
    for word in words:
        assert word in answer.text


def test_every_revision_of_history_can_be_opened_by_every_role(house: House) -> None:
    columns = PROPOSAL_REVISIONS.c
    most = select(columns.vacancy_id, func.max(columns.revision)).group_by(columns.vacancy_id)
    with house.serving.engine.connect() as connection:
        vacancy, last = max(connection.execute(most), key=lambda row: (row[1], row[0]))
    assert last > 5
    for role in ROLES:
        with visiting(house, role) as client:
            for revision in (1, last // 2, last):
                url = f"/vacancies/{vacancy}?revision={revision}"
                assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/vacancies/nobody-spoke-of-it", 404),
        ("/vacancies/v-open?revision=99", 404),
        ("/vacancies/v-open?revision=0", 422),
        ("/vacancies/v-open?revision=x", 422),
        ("/vacancies/v-open?revision=99999999999999999999", 422),
        ("/vacancies/", 404),
        ("/vacancies?cursor=nonsense", 422),
        ("/vacancies?status=NONE", 422),
    ],
)
def test_what_is_not_there_is_said_to_be_so(house: House, path: str, status: int) -> None:
    with visiting(house, "hr_partner") as client:
        assert client.get(path).status_code == status


PRIVATE = (
    "internal candidates",
    "membership ends on",
    "fact-H4",
    NEAR_MISSES[0].candidate_id,
    "H10 cannot be waived",
    "In the pool",
    "entered: ",
    "led the same office",
)


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_who_may_not_know_why_is_not_told_why(house: House, role: Role) -> None:
    with visiting(house, role) as client:
        pages = [client.get(f"/vacancies/{name}").text for name in ("v-empty", "v-advised")]
        pages.append(client.get("/vacancies/v-open?revision=1").text)
    changes_name_who_left = {NEAR_MISSES[0].candidate_id}
    for page in pages:
        for words in set(PRIVATE) - changes_name_who_left:
            assert words not in page
    assert RANKED[0].candidate_id in pages[-1]


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_today_tells_reasons_to_nobody_who_may_not_know_them(house: House, role: Role) -> None:
    with visiting(house, role) as client:
        page = client.get("/").text
    for words in ("entered: ", "H10", "offered to", "facts changed", "accepted by"):
        assert words not in page


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/", set(ROLES)),
        ("/vacancies/v-open", set(ROLES)),
        ("/vacancies", set(ROLES)),
        ("/why-not/v-open?candidate_id=c-1", {"hr_partner", "director", "auditor"}),
        ("/health", {"operator", "auditor"}),
    ],
)
def test_each_page_is_for_its_roles(house: House, path: str, roles: set[Role]) -> None:
    for role in ROLES:
        with visiting(house, role) as client:
            assert (client.get(path).status_code == 200) == (role in roles), role


def test_why_not_answers_rule_by_rule(house: House) -> None:
    with house.serving.engine.connect() as connection:
        listing = document(connection, "v-4c93fea1b6e5d9bc", 3)
    assert listing is not None
    who = listing["ranked"][0]["candidate_id"]
    with visiting(house, "auditor") as client:
        page = client.get(f"/why-not/v-4c93fea1b6e5d9bc?candidate_id={who}").text
        unknown = client.get("/why-not/v-4c93fea1b6e5d9bc?candidate_id=c-nobody")
    assert "There is no list for this vacancy" in page
    assert "Is the rating at least the one that the vacancy asks for?" in page
    assert unknown.status_code == 200
    assert "c-nobody" in unknown.text


def test_why_not_says_that_history_is_away(house: House) -> None:
    def away(vacancy_id: str, candidate_id: str) -> Any:
        raise Away("Kafka does not answer. Try again.")

    with visiting(with_other_ports(house, explain=away), "auditor") as client:
        assert "Kafka does not answer. Try again." in client.get("/why-not/v-open").text


def test_suppressed_cells_are_shown_as_such(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        page = client.get("/vacancies/v-open").text
    panel = page.split('id="diversity"')[1].split("</section>")[0]
    assert panel.count("not shown") >= 7
    assert ">0<" not in panel


def test_a_list_that_nobody_reviewed_waits_and_one_that_was_does_not(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        page = client.get("/").text
    waiting = page.split('id="waiting"')[1].split("</section>")[0]
    assert "/vacancies/v-empty" in waiting
    assert "/vacancies/v-held" in waiting
    assert "reply by 28 Mar 2026" in waiting
    assert "/vacancies/v-reviewed" not in waiting
    assert "/vacancies/v-withdrawn" not in waiting


def test_all_vacancies_are_found_by_what_was_said_last(house: House) -> None:
    with visiting(house, "viewer") as client:
        whole = client.get("/vacancies").text
        held = client.get("/vacancies?status=HELD").text
    for name in ("v-open", "v-held", "v%2Fwith%3Fodd%26signs", "vac-2026-031"):
        assert f'href="/vacancies/{name}"' in whole
    assert 'href="/vacancies/v-held"' in held
    assert 'href="/vacancies/v-open"' not in held


def test_a_long_list_of_vacancies_goes_on_where_the_page_ended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consumers.console.vacancies.PAGE", 5)
    found: list[str] = []
    with visiting(house, "viewer") as client:
        path: str | None = "/vacancies?status="
        while path:
            page = client.get(path).text
            found += re.findall(r'href="/vacancies/([^"?]+)"', page)
            match = re.search(r'rel="next" href="([^"]+)"', page)
            path = unescape(match[1]) if match else None
    assert len(found) == len(set(found)) == 18
