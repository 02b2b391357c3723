"""The page about one person, and the facts that it loads for who may see them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consumers.console.person_facts import shown_parts
from consumers.projection.tables import DECISIONS, MEMBERSHIP_VERSIONS, REVISION_ENTRIES
from consumers.server import build_server
from consumers.web.ports import Away, NotKnown
from consumers.web.roles import ROLES, may
from schemas.events import CandidateErased, CandidateMerged
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory, facts
from tests.web.house import House, furnished
from tests.web.telling import listed, telling
from tests.web.visiting import (
    HOSTILE,
    INERT,
    Visitors,
    database_away,
    empty_house,
    visitors,
)

PRIVATE_ROLES = [role for role in ROLES if may(role, "read_private")]
PUBLIC_ROLES = [role for role in ROLES if not may(role, "read_private")]


@pytest.fixture(scope="module")
def doors(autumn: House) -> Iterator[Visitors]:
    with visitors(autumn) as made:
        yield made


@pytest.fixture(scope="module")
def late_doors(shared_house: House) -> Iterator[Visitors]:
    with visitors(shared_house) as made:
        yield made


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_memberships_and_how_they_came_about(
    doors: Visitors, autumn: House, role: Any
) -> None:
    candidate, versions = _with_most_versions(autumn)
    answer = doors[role].get(f"/people/{candidate}")
    assert answer.status_code == 200
    assert "Memberships now" in answer.text
    assert answer.text.count("<time datetime=") == versions


@pytest.mark.parametrize("role", ROLES)
def test_who_is_left_out_of_a_list_is_shown_to_roles_that_need_facts(
    doors: Visitors, autumn: House, role: Any
) -> None:
    near = _listed_as(autumn, "NEAR_MISS")
    text = doors[role].get(f"/people/{near}").text
    assert ("Near miss" in text) == may(role, "read_private")


@pytest.mark.parametrize("role", ROLES)
def test_ranked_places_are_shown_to_everybody(doors: Visitors, autumn: House, role: Any) -> None:
    text = doors[role].get(f"/people/{_listed_as(autumn, 'RANKED')}").text
    assert "Rank 1" in text
    assert ("placed by" in text) == may(role, "read_private")


@pytest.mark.parametrize("role", ROLES)
def test_decisions_about_people_are_for_roles_that_need_facts(
    late_doors: Visitors, shared_house: House, role: Any
) -> None:
    query = select(DECISIONS.c.candidate_id).where(DECISIONS.c.event_type == "OfferRevoked")
    with shared_house.serving.engine.connect() as connection:
        candidate = connection.execute(query).scalars().first()
    text = late_doors[role].get(f"/people/{candidate}").text
    assert ("Offer revoked" in text) == may(role, "read_private")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "path", ["/people/nobody", "/people/", "/people/a%00b", "/people/%2e%2e%2fx"]
)
def test_a_person_whom_nobody_knows_is_a_page_that_says_so(
    doors: Visitors, role: Any, path: str
) -> None:
    answer = doors[role].get(path)
    assert answer.status_code == 404
    assert "Nobody by this id" in answer.text or "no such page, vacancy or person" in answer.text


@pytest.mark.parametrize("role", PUBLIC_ROLES)
def test_facts_are_closed_to_roles_that_do_not_need_them(
    doors: Visitors, autumn: House, role: Any
) -> None:
    candidate, _ = _with_most_versions(autumn)
    assert doors[role].get(f"/facts/{candidate}").status_code == 403
    assert "/facts/" not in doors[role].get(f"/people/{candidate}").text


@pytest.mark.parametrize("role", PRIVATE_ROLES)
def test_facts_stand_by_kind_each_with_its_event(doors: Visitors, autumn: House, role: Any) -> None:
    candidate = _applicant(autumn)
    text = doors[role].get(f"/facts/{candidate}").text
    found = autumn.serving.ports.person(candidate)
    assert "Applications" in text
    assert "Languages" in text
    events = [one["event_id"] for part in shown_parts(found) for one in part["statements"]]
    assert len(events) > 5
    assert all(event in text for event in events)


def test_gender_and_nationality_are_never_among_the_facts(doors: Visitors, autumn: House) -> None:
    candidate = _applicant(autumn)
    found = autumn.serving.ports.person(candidate)
    parts = {part["name"]: part["statements"] for part in found["parts"]}
    hidden = {value for one in parts["nationalities"] for _, value in one["fields"]}
    assert hidden
    assert any(["field", "gender"] in map(list, one["fields"]) for one in parts["texts"])
    text = doors["auditor"].get(f"/facts/{candidate}").text
    assert not any(f"<dd>{value}</dd>" in text for value in hidden)
    assert "<dt>gender</dt>" not in text
    assert "Nationalit" not in text


def test_a_merged_id_leads_to_the_person_who_goes_on(late_doors: Visitors) -> None:
    merge = next(one for one in facts() if isinstance(one, CandidateMerged))
    text = late_doors["auditor"].get(f"/facts/{merge.merged_candidate_id}").text
    assert "The person goes on as" in text
    assert f'href="/people/{merge.candidate_id}"' in text
    kept = late_doors["auditor"].get(f"/facts/{merge.candidate_id}").text
    assert merge.merged_candidate_id in kept


def test_an_erased_person_is_told_as_erased_and_nothing_else(late_doors: Visitors) -> None:
    erasure = next(one for one in facts() if isinstance(one, CandidateErased))
    text = late_doors["auditor"].get(f"/facts/{erasure.candidate_id}").text
    assert "This person was erased." in text
    assert "<td>" not in text
    # The public roster goes on saying that there was a membership, and that it is removed.
    person = late_doors["auditor"].get(f"/people/{erasure.candidate_id}").text
    assert "Removed" in person
    assert "On no list that stands." in person


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Away("Kafka does not answer."), 503, "cannot be read now"),
        (NotKnown("nothing is known of a person x"), 404, "Nothing is known"),
    ],
)
def test_what_keeps_facts_away_is_told_in_its_place(
    shared_house: House, error: Exception, status: int, words: str
) -> None:
    def refusing(_: str) -> Mapping[str, Any]:
        raise error

    with visitors(_with_person(shared_house, refusing)) as people:
        whole = people["auditor"].get("/facts/x")
        part = people["auditor"].get("/facts/x", headers={"HX-Request": "true"})
    assert (whole.status_code, part.status_code) == (status, 200)
    for answer in (whole, part):
        assert words in answer.text
        assert str(error) in answer.text
        assert "Try again" in answer.text


def test_an_empty_read_model_knows_nobody(written_history: WrittenHistory, tmp_path: Path) -> None:
    with empty_house(written_history, tmp_path) as made, visitors(made) as people:
        assert people["viewer"].get("/people/c-1").status_code == 404


def test_a_database_that_is_away_is_told_and_comes_back(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    with furnished(written_history, tmp_path) as made, visitors(made) as people:
        candidate, _ = _with_most_versions(made)
        with database_away(made):
            assert people["viewer"].get(f"/people/{candidate}").status_code == 503
        assert people["viewer"].get(f"/people/{candidate}").status_code == 200


def test_an_id_of_any_letters_is_found_and_hostile_text_is_inert(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    odd = f"a/b?c=d&e#f%41 {HOSTILE}"
    event = golden("MembershipActivated")
    names = {"job_group": HOSTILE, "grade": HOSTILE, "reason": HOSTILE}
    list_ = listed(HOSTILE, title=HOSTILE)
    ranked = [replace(one, candidate_id=odd, tie_break=HOSTILE) for one in list_.ranked[:1]]  # type: ignore[attr-defined]
    with empty_house(written_history, tmp_path) as made, telling(made) as teller:
        teller.tell(
            replace(event, candidate_id=odd, event_id=HOSTILE, **names),
            replace(list_, ranked=tuple(ranked)),  # type: ignore[call-arg]
            replace(
                golden("CandidateShortlisted"),
                candidate_id=odd, vacancy_id=HOSTILE, reason=HOSTILE, actor_role=HOSTILE,
            ),
        )  # fmt: skip
        with visitors(made) as people:
            roster = people["auditor"].get("/roster").text
            address = roster.split('class="id"><a class="code" href="')[1].split('"')[0]
            answer = people["auditor"].get(address)
    assert answer.status_code == 200
    assert answer.text.count(INERT) >= 8
    assert "<script>window" not in answer.text
    assert "\u202e" not in answer.text


def test_hostile_facts_are_inert(shared_house: House) -> None:
    statement = {
        "fields": [[HOSTILE, HOSTILE], ["rating", HOSTILE]],
        "event_id": HOSTILE,
        "occurred_at": "2026-03-14T09:30:00Z",
        "event": None,
    }
    found = {
        "candidate_id": HOSTILE, "former_ids": [HOSTILE], "erased": False,
        "parts": [{"name": HOSTILE, "statements": [statement]}],
    }  # fmt: skip
    with visitors(_with_person(shared_house, lambda _: found)) as people:
        text = people["auditor"].get("/facts/x").text
    assert text.count(INERT) >= 6
    assert "<script>window" not in text
    assert "\u202e" not in text


def _with_person(made: House, person: Any) -> House:
    ports = replace(made.serving.ports, person=person)
    serving = replace(made.serving, ports=ports)
    return House(build_server(serving), serving)


def _with_most_versions(made: House) -> tuple[str, int]:
    """A person whose facts are known by then, and how many versions the pages have to tell."""
    column = MEMBERSHIP_VERSIONS.c.candidate_id
    with made.serving.engine.connect() as connection:
        found = list(connection.execute(select(column)).scalars())
    candidate = max(sorted(set(found)), key=found.count)
    return candidate, found.count(candidate)


def _applicant(made: House) -> str:
    """A member who applied, stated nationalities and had languages recorded by then."""
    needed = {"submissions", "nationalities", "languages"}
    with made.serving.engine.connect() as connection:
        members = connection.execute(select(MEMBERSHIP_VERSIONS.c.candidate_id)).scalars()
        candidates: list[str] = sorted(set(members))
    for candidate in candidates:
        parts = made.serving.ports.person(candidate)["parts"]
        if needed <= {part["name"] for part in parts if part["statements"]}:
            return candidate
    raise AssertionError("no member of the history applied")


def _listed_as(made: House, section: str) -> str:
    table = REVISION_ENTRIES.c
    query = select(table.candidate_id).where(table.section == section, table.place == 1)
    vacancies = made.vacancies()
    with made.serving.engine.connect() as connection:
        query = query.where(table.vacancy_id.in_(vacancies)).order_by(table.revision.desc())
        return str(connection.execute(query).scalars().first())
