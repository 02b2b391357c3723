"""Pages of leadership: seats and funnels for all, needs and nominations for some, and answers."""

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from consumers.web.roles import ROLES, Role, may
from schemas.events import Event, NominationDeclined, NominationEndorsed
from tests.web.console import csrf_of, with_other_ports
from tests.web.house import House
from tests.web.stage_story import EDITION
from tests.web.visiting import Visitors, visitors

PATH = f"/leadership/{EDITION}"
_KEY = re.compile(r'action="/answer/n-1".*?name="key" value="([^"]+)"', re.DOTALL)

Published = list[Event]


@pytest.fixture(scope="module")
def all_published() -> Published:
    return []


@pytest.fixture(scope="module")
def people(shared_house: House, all_published: Published) -> Iterator[Visitors]:
    with visitors(with_other_ports(shared_house, publish=all_published.append)) as made:
        yield made


@pytest.fixture
def published(all_published: Published) -> Published:
    all_published.clear()
    return all_published


def answer(people: Visitors, role: Role = "hr_partner", **filled: str) -> httpx.Response:
    page = people["hr_partner"].get(PATH).text
    found = _KEY.search(page)
    assert found is not None
    mine = {"csrf": csrf_of(people[role].get("/").text), "key": unescape(found[1])}
    return people[role].post("/answer/n-1", data=mine | filled)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_seats_and_counts_and_some_see_people(people: Visitors, role: Role) -> None:
    pages = people[role].get("/leadership").text, people[role].get(PATH).text
    assert f'href="{PATH}"' in pages[0]
    assert ">too few<" in pages[1]
    assert "Counts, not causes" in pages[1]
    private = may(role, "read_private")
    assert ("STRATEGIC_THINKING" in pages[0]) == private
    assert ('href="/people/c-1"' in pages[0]) == private
    assert ('href="/people/c-1"' in pages[1]) == private
    assert ("now the first" in pages[1]) == private


def test_nominations_stand_in_their_order_with_what_was_said(people: Visitors) -> None:
    page = people["auditor"].get(PATH).text
    places = [page.index(f'id="nomination-n-{number}"') for number in range(1, 5)]
    assert places == sorted(places)
    for number, status in enumerate(("Proposed", "Endorsed", "Declined", "Withdrawn"), 1):
        one = page[page.index(f'id="nomination-n-{number}"') :][:600]
        assert status in one
    assert "action=" not in page[page.index('id="nominations"') :]


def test_who_may_answer_has_a_form_where_an_answer_can_count(people: Visitors) -> None:
    page = people["hr_partner"].get(PATH).text
    assert re.findall(r'action="/answer/(n-\d)"', page) == ["n-1", "n-2"]
    assert page.count('value="NominationEndorsed"') == 1
    assert page.count('value="NominationDeclined"') == 2


def test_an_endorsement_names_the_person_and_is_on_its_way(
    people: Visitors, published: Published
) -> None:
    response = answer(people, kind="NominationEndorsed", reason="")
    assert (response.status_code, response.headers["location"]) == (303, f"{PATH}#nominations")
    (event,) = published
    assert isinstance(event, NominationEndorsed)
    assert (event.candidate_id, event.edition_id, event.reason) == ("c-1", EDITION, None)
    assert (event.actor_role, event.source) == ("hr-partner", "pathways.console")
    assert "On its way" in people["director"].get(PATH).text


def test_declining_needs_a_reason_and_keeps_the_form(
    people: Visitors, published: Published
) -> None:
    refused = answer(people, kind="NominationDeclined", reason=" ")
    assert refused.status_code == 422
    form = refused.text[refused.text.index('id="answer-n-1"') :]
    assert form.startswith('id="answer-n-1" open')
    assert "Reason: " in form
    assert not published
    assert answer(people, kind="NominationDeclined", reason="on leave").status_code == 303
    assert isinstance(published[0], NominationDeclined)


@pytest.mark.parametrize("role", [role for role in ROLES if not may(role, "decide")])
def test_only_the_role_that_decides_answers(
    people: Visitors, published: Published, role: Role
) -> None:
    assert answer(people, role, kind="NominationEndorsed").status_code == 403
    assert not published


def test_what_is_no_answer_to_a_nomination_is_turned_away(
    people: Visitors, published: Published
) -> None:
    assert answer(people, kind="SlateSignedOff").status_code == 422
    assert answer(people, kind="NominationEndorsed", csrf="other").status_code == 403
    assert answer(people, kind="NominationEndorsed", key="").status_code == 422
    fields = {"csrf": csrf_of(people["hr_partner"].get("/").text), "kind": "NominationEndorsed"}
    unknown = people["hr_partner"].post("/answer/n-none", data=fields | {"key": "k"})
    assert unknown.status_code == 404
    assert people["viewer"].get("/leadership/nobody-knows").status_code == 404
    assert not published


def test_needs_are_filtered_and_those_of_a_person_stand_on_the_page_about_them(
    people: Visitors,
) -> None:
    page = people["hr_partner"].get("/leadership?candidate_id=c-1").text
    assert 'href="/people/c-1"' in page
    assert 'href="/people/c-2"' not in page
    none = people["hr_partner"].get("/leadership?competency=NOBODYS").text
    assert "No need is like that." in none
    about = people["auditor"].get("/people/c-3").text
    assert "closed: rated ready, 8 Oct 2026" in about
    assert f'href="{PATH}"' in about
    assert people["viewer"].get("/people/c-9").status_code == 404
