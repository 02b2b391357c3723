"""The roster page, as a browser without JavaScript gets it."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from consumers.projection.tables import ROSTER
from consumers.questions.roster import Wanted, count_of
from consumers.web.roles import ROLES
from schemas.events import Event
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.house import TOKENS, House, asking, house, project_history
from tests.web.telling import telling
from tests.web.visiting import (
    HOSTILE,
    INERT,
    Visitors,
    empty_house,
    visitors,
)

_PERSON = re.compile(r'<th scope="row" class="id"><a class="code" href="/people/([^"]+)">')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_COUNT = re.compile(r'<h2 id="roster-people"[^>]*>(\d+) membership')


@pytest.fixture(scope="module")
def doors(shared_house: House) -> Iterator[Visitors]:
    with visitors(shared_house) as made:
        yield made


def member(candidate_id: str, **changed: Any) -> Event:
    event: Event = replace(golden("MembershipActivated"), candidate_id=candidate_id, **changed)
    return event


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_is_signed_in_sees_the_roster(doors: Visitors, role: Any) -> None:
    answer = doors[role].get("/roster")
    assert answer.status_code == 200
    assert len(_PERSON.findall(answer.text)) == 50


def test_going_on_from_page_to_page_shows_every_membership_once(
    doors: Visitors, shared_house: House
) -> None:
    address, seen = "/roster", list[str]()
    while address:
        text = doors["viewer"].get(address).text
        seen += _rows(text)
        following = _NEXT.search(text)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == _count(shared_house, Wanted())
    assert "Back to the first page" in text


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("job_group=RMO", Wanted(job_groups=["RMO"])),
        ("grade=P-5", Wanted(grades=["P-5"])),
        ("status=REMOVED", Wanted(statuses=["REMOVED"])),
        ("rating=NOT_ASSESSED", Wanted(ratings=["NOT_ASSESSED"])),
        ("job_group=COM&rating=STAR&status=ACTIVE",
         Wanted(job_groups=["COM"], ratings=["STAR"], statuses=["ACTIVE"])),
        ("job_group=&grade=&status=&rating=&ends_by=&candidate_id=", Wanted()),
    ],
)  # fmt: skip
def test_each_filter_narrows_the_list(
    doors: Visitors, shared_house: House, query: str, wanted: Wanted
) -> None:
    found = _COUNT.search(doors["viewer"].get(f"/roster?{query}").text)
    assert found is not None
    assert int(found[1]) == _count(shared_house, wanted) > 0


def test_a_day_narrows_the_list_to_what_ends_by_then(doors: Visitors) -> None:
    text = doors["viewer"].get("/roster?ends_by=2025-08-31").text
    every = doors["viewer"].get("/roster").text
    found, all_of_them = _COUNT.search(text), _COUNT.search(every)
    assert found is not None
    assert all_of_them is not None
    assert 0 < int(found[1]) < int(all_of_them[1])


def test_a_person_is_found_by_id(doors: Visitors, shared_house: House) -> None:
    with shared_house.serving.engine.connect() as connection:
        person = connection.execute(ROSTER.select().where(ROSTER.c.status == "ACTIVE")).first()
    assert person is not None
    text = doors["viewer"].get("/roster", params={"candidate_id": f" {person.candidate_id} "}).text
    assert set(_PERSON.findall(text)) == {person.candidate_id}


def test_the_way_on_keeps_the_filters(doors: Visitors) -> None:
    following = _NEXT.search(doors["viewer"].get("/roster?status=ACTIVE").text)
    assert following is not None
    address = unescape(following[1])
    assert "status=ACTIVE" in address
    assert 'value="ACTIVE" selected' in doors["viewer"].get(address).text


def test_choices_are_what_the_read_model_has(doors: Visitors) -> None:
    text = doors["viewer"].get("/roster").text
    options = set(re.findall(r'<option value="([^"]+)"', text))
    assert {"COM", "RMO", "P-5", "ACTIVE", "REMOVED", "STAR", "NOT_ASSESSED"} <= options
    assert "WITHDRAWN" not in options


@pytest.mark.parametrize(
    "query",
    [
        "ends_by=tomorrow",
        "job_group=%00",
        "cursor=x",
        "cursor=WyJhIl0=",
        "candidate_id=" + "a" * 400,
    ],
)
def test_what_cannot_be_asked_is_told(doors: Visitors, query: str) -> None:
    answer = doors["viewer"].get(f"/roster?{query}")
    assert answer.status_code == 422
    assert "cannot be used" in answer.text


def test_every_page_answers_on_both_databases(
    written_history: WrittenHistory, database_url: str
) -> None:
    project_history(written_history, database_url)
    cursor = urlsafe_b64encode(b'["\\u0000", "a", "b"]').decode()
    hostile = {"candidate_id": HOSTILE, "job_group": "' OR 1=1 --", "ends_by": "0001-01-01"}
    with house(written_history, database_url) as made, visitors(made) as people:
        ask = people["auditor"].get
        following = unescape(_NEXT.findall(ask("/roster").text)[0])
        for path in (
            "/roster?job_group=COM&grade=P-5&status=ACTIVE&rating=NOT_ASSESSED&ends_by=9999-12-31",
            following, "/coverage", "/people/c-6d1c67f31a244e15", "/rejected?size_min=2147483647",
            "/rejected?reason=UNDECODABLE&event_type=OfferMade", "/rejected/applications/1/299",
        ):  # fmt: skip
            assert ask(path).status_code == 200, path
        assert "No membership is like that." in ask("/roster", params=hostile).text
        for path in (
            "/people/a%00",
            "/rejected/%00/1/1",
            "/rejected/x/2147483647/9223372036854775807",
        ):
            assert ask(path).status_code == 404, path
        assert ask(f"/roster?cursor={cursor}").status_code == 422


def test_a_filter_that_finds_nobody_says_so(doors: Visitors) -> None:
    assert "No membership is like that." in doors["viewer"].get("/roster?grade=none").text


def test_a_shared_address_is_still_there_after_signing_in(shared_house: House) -> None:
    with asking(shared_house) as client:
        asked = client.get("/roster?job_group=COM&grade=P-5")
        wanted = client.get(asked.headers["location"]).text
        target = re.search(r'name="next" value="([^"]+)"', wanted)
        assert target is not None
        form = {"token": TOKENS["viewer"], "next": unescape(target[1])}
        assert client.post("/sign-in", data=form).headers["location"] == (
            "/roster?job_group=COM&grade=P-5"
        )


def test_hostile_text_is_inert_in_every_field(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    with empty_house(written_history, tmp_path) as made, telling(made) as teller:
        teller.tell(
            member(HOSTILE, job_group=HOSTILE, grade=HOSTILE, reason=HOSTILE, rating=HOSTILE)
        )
        with visitors(made) as people:
            text = people["viewer"].get("/roster").text
            filtered = people["viewer"].get("/roster", params={"candidate_id": HOSTILE}).text
    for page in (text, filtered):
        assert INERT in page
        assert "<script>window" not in page
        assert "onerror='" not in page
        assert "\u202e" not in page


def _rows(text: str) -> list[str]:
    """Who and for which profile, in the order of the page."""
    body = text[text.index('id="roster-people"') :]
    found = re.findall(
        r'href="/people/([^"]+)">[^<]*</a></th>\s*<td class="profile">([^<]+)<', body
    )
    return [f"{person} {profile}" for person, profile in found]


def _count(made: House, wanted: Wanted) -> int:
    with made.serving.engine.connect() as connection:
        return count_of(connection, wanted)
