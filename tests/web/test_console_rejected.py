"""The pages about rejected events: for those who operate, with bytes that do nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from consumers.console.rejected_bytes import dump
from consumers.questions.rejected import Sought, dead_letters, dead_letters_count
from consumers.web.roles import ROLES, may
from schemas.events import Event
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.house import House
from tests.web.telling import AT, telling
from tests.web.visiting import (
    HOSTILE,
    INERT,
    Visitors,
    empty_house,
    visitors,
)

READERS = [role for role in ROLES if may(role, "read_rejected")]
OTHERS = [role for role in ROLES if not may(role, "read_rejected")]
_PLACE = re.compile(r'class="id"><a class="code" href="(/rejected/[^"]+)">')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest.fixture(scope="module")
def doors(shared_house: House) -> Iterator[Visitors]:
    with visitors(shared_house) as made:
        yield made


@pytest.fixture(scope="module")
def many(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitors]:
    """120 letters; a third each of three reasons, their sizes their numbers."""
    reasons = ("UNDECODABLE", "CONTRADICTORY", "TOO_LARGE")
    told = [
        letter(offset=at, reason=reasons[at % 3], value_size=at, remedy=f"do {at % 2}")
        for at in range(120)
    ]
    folder = tmp_path_factory.mktemp("many")
    with empty_house(written_history, folder) as made, telling(made) as teller:
        teller.tell(*told)
        with visitors(made) as people:
            yield people


def letter(**changed: Any) -> Event:
    number = changed.get("offset", 0)
    event: Event = replace(
        golden("EventRejected"),
        event_id=f"rejected-{number}",
        recorded_at=AT + timedelta(seconds=number // 7),
        **changed,
    )
    return event


@pytest.mark.parametrize("role", READERS)
def test_who_operates_or_audits_sees_what_was_rejected(doors: Visitors, role: Any) -> None:
    text = doors[role].get("/rejected").text
    assert len(_PLACE.findall(text)) == 2
    assert doors[role].get("/rejected/applications/1/299").status_code == 200


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize(
    "path",
    ["/rejected", "/rejected/applications/1/299", "/rejected/applications/1/299/bytes"],
)
def test_it_is_closed_to_all_others(doors: Visitors, role: Any, path: str) -> None:
    assert doors[role].get(path).status_code == 403
    assert "/rejected" not in doors[role].get("/roster").text


def test_going_on_from_page_to_page_shows_every_letter_once(many: Visitors) -> None:
    address, seen = "/rejected", list[str]()
    while address:
        text = many["operator"].get(address).text
        seen += _PLACE.findall(text)
        following = _NEXT.search(text)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("reason=UNDECODABLE", 40),
        ("reason=UNDECODABLE&remedy=do+0", 20),
        ("size_min=100", 20),
        ("size_min=99999999999", None),
        ("size_min=2147483648", 0),
        ("topic=decisions", 0),
        ("event_type=OfferMade&topic=nothing", 0),
    ],
)
def test_each_filter_narrows_the_list(many: Visitors, query: str, count: int | None) -> None:
    answer = many["operator"].get(f"/rejected?{query}")
    if count is None:
        assert answer.status_code == 422
    else:
        found = re.search(r'id="rejected-count"[^>]*>(\d+) rejected', answer.text)
        assert found is not None
        assert int(found[1]) == count


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=WyJhIiwgImIiXQ==", "size_min=-1", "size_min=x", "reason=%00"]
)
def test_what_cannot_be_asked_is_told(many: Visitors, query: str) -> None:
    assert many["operator"].get(f"/rejected?{query}").status_code == 422


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("applications/1/300", 404),
        ("nowhere/1/299", 404),
        ("%00/1/299", 404),
        ("applications/1/-1", 422),
        ("applications/99999999999/1", 422),
        ("applications/1/99999999999999999999", 422),
        ("applications/1/9223372036854775807", 404),
        ("..%2f..%2fetc/1/1", 404),
    ],
)
def test_a_place_where_nothing_was_rejected_is_a_page(
    doors: Visitors, place: str, status: int
) -> None:
    assert doors["operator"].get(f"/rejected/{place}").status_code == status
    assert doors["operator"].get(f"/rejected/{place}/bytes").status_code == status


def test_a_letter_shows_its_bytes_and_the_commands_that_try_it_again(doors: Visitors) -> None:
    text = unescape(doors["operator"].get("/rejected/applications/1/299").text)
    assert "6e 6f 20 41 76 72 6f 20  61 74 20 61 6c 6c" in text
    assert "|no Avro at all|" in text
    assert "pathways rejected show applications/1/299" in text
    assert "pathways rejected retry applications/1/299 --dry-run" in text


def test_the_bytes_are_only_to_be_saved(doors: Visitors) -> None:
    answer = doors["operator"].get("/rejected/applications/1/299/bytes")
    assert answer.content == b"no Avro at all"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == ('attachment; filename="rejected-1-299.bin"')
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_text_is_inert_in_every_field(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    named = ("reason", "detail", "remedy", "topic", "event_type")
    raw = HOSTILE.encode()
    event = letter(**dict.fromkeys(named, HOSTILE), offset=5, partition=0, key=raw, value=raw)
    nothing = letter(topic="staffing", offset=6, partition=0, key=None, value=None, value_size=0)
    empty = letter(topic="staffing", offset=7, partition=0, key=b"", value=b"", value_size=0)
    with empty_house(written_history, tmp_path) as made, telling(made) as teller:
        teller.tell(replace(event, event_id=HOSTILE), nothing, empty)
        with visitors(made) as people:
            text = people["operator"].get("/rejected").text
            places = [place for place in _PLACE.findall(text) if "staffing" not in place]
            page = people["operator"].get(places[0])
            saved = people["operator"].get(f"{places[0]}/bytes")
            bare = people["operator"].get("/rejected/staffing/0/6")
            hollow = people["operator"].get("/rejected/staffing/0/7")
            gone = people["operator"].get("/rejected/staffing/0/6/bytes")
    assert page.status_code == 200
    assert saved.content == raw
    assert "pathways rejected retry &#39;&lt;script&gt;" in page.text
    for shown in (text, page.text):
        assert INERT in shown
        assert "<script>window" not in shown
        assert "\u202e" not in shown
    assert "It has none." in bare.text
    assert "It is empty." in hollow.text
    assert gone.status_code == 404


def test_a_dump_is_cut_and_every_byte_that_is_no_visible_ascii_is_a_dot() -> None:
    told = dump(bytes(range(256)) * 20)
    assert (told.size, told.shown) == (5120, 4096)
    assert len(told.text.splitlines()) == 256
    assert told.text.isascii()
    assert set(told.text) <= set(map(chr, range(0x20, 0x7F))) | {"\n"}
    assert told.text.splitlines()[2].endswith("| !\"#$%&'()*+,-./|")
    assert dump(b"abc").text == (
        "00000000  61 62 63                                          |abc|"
    )


def test_questions_count_what_they_list(shared_house: House) -> None:
    with shared_house.serving.engine.connect() as connection:
        found = dead_letters(connection, Sought(), 10).items
        assert dead_letters_count(connection, Sought()) == len(found)
