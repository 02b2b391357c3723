"""Sessions of the console: who gets in, for how long, and which forms count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from consumers.console.address import own_address
from consumers.console.session import COOKIE, HOURS, EndedSessions
from consumers.server import build_server
from tests.unit.written_history import WrittenHistory
from tests.web.console import csrf_of, decide, hidden_fields, sign_in, visiting, with_other_ports
from tests.web.house import TOKENS, House, asking, furnished
from tests.web.telling import listed, opened, telling


@pytest.fixture(scope="module")
def house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("sessions")
    with furnished(written_history, folder) as made:
        with telling(made) as writer:
            writer.tell(opened("v-1"), listed("v-1"))
        yield made


def test_a_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(house: House) -> None:
    with asking(house) as client:
        cookie = sign_in(client, "viewer").headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    for flag in ("httponly", "samesite=strict", "path=/", f"max-age={HOURS * 3600}"):
        assert flag in cookie
    assert TOKENS["viewer"] not in cookie


def test_over_https_the_cookie_is_secure(house: House) -> None:
    serving = replace(house.serving, secure_cookies=True)
    with asking(House(build_server(serving), serving)) as client:
        assert "secure" in sign_in(client, "viewer").headers["set-cookie"].lower()


def test_a_wrong_token_opens_nothing(house: House) -> None:
    with asking(house) as client:
        answer = client.post("/sign-in", data={"token": "pw_wrong", "next": "/"})
        assert answer.status_code == 403
        assert client.get("/").status_code == 303


def test_a_cookie_that_was_altered_is_nobodys(house: House) -> None:
    with visiting(house, "viewer") as client:
        value = client.cookies[COOKIE]
        client.cookies.clear()
        client.cookies.set(COOKIE, value[:-2] + ("aa" if value[-2:] != "aa" else "bb"))
        assert client.get("/").status_code == 303


def test_signing_out_ends_the_session_wherever_its_cookie_lies(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        page = client.get("/vacancies/v-1").text
        kept, fields = client.cookies[COOKIE], hidden_fields(page, "ProposalAccepted")
        assert client.post("/sign-out", data={"csrf": csrf_of(page)}).status_code == 303
        client.cookies.clear()
        client.cookies.set(COOKIE, kept)
        assert client.get("/vacancies/v-1").status_code == 303
        answer = client.post("/decide/v-1", data=fields)
        assert answer.headers["location"].startswith("/sign-in")
    assert not house.published


def test_nobody_is_signed_out_by_another_site(house: House) -> None:
    with visiting(house, "viewer") as client:
        assert client.post("/sign-out").status_code == 403
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("csrf", ["", "guessed", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_form_without_the_sessions_own_token_decides_nothing(house: House, csrf: str) -> None:
    with visiting(house, "hr_partner") as client:
        assert decide(client, "v-1", "ProposalAccepted", {"csrf": csrf}).status_code == 403
    assert not house.published


def test_a_form_of_another_session_decides_nothing(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        other = hidden_fields(client.get("/vacancies/v-1").text, "ProposalAccepted")
        client.cookies.clear()
        sign_in(client, "hr_partner")
        answer = client.post("/decide/v-1", data=other)
        assert answer.status_code == 403
        assert "not made by this page" in answer.text
    assert not house.published


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_another_sites_page_sends_is_turned_away(house: House, site: str) -> None:
    with visiting(house, "hr_partner") as client:
        client.headers["Sec-Fetch-Site"] = site
        assert decide(client, "v-1", "ProposalAccepted", {}).status_code == 403
        assert sign_in(client, "viewer").status_code == 403
    assert not house.published


def test_a_session_ends_after_a_working_day_however_busy(house: House) -> None:
    now = [datetime.now(UTC)]
    with visiting(with_other_ports(house, now=lambda: now[0]), "viewer") as client:
        now[0] += timedelta(hours=HOURS) - timedelta(minutes=1)
        assert client.get("/").status_code == 200
        now[0] += timedelta(minutes=2)
        assert client.get("/").status_code == 303


def test_sessions_that_ended_long_ago_are_forgotten() -> None:
    ended, now = EndedSessions(), datetime(2026, 3, 14, tzinfo=UTC)
    ended.end("first", now)
    ended.end("second", now + timedelta(hours=HOURS, seconds=1))
    assert "second" in ended
    assert "first" not in ended


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ok\r\nLocation: https://evil.example",
        " //evil.example",
        "evil.example",
        "",
    ],
)
def test_signing_in_leads_to_no_other_site(house: House, asked: str) -> None:
    assert own_address(asked) == "/"
    with asking(house) as client:
        assert sign_in(client, "viewer", next=asked).headers["location"] == "/"
        page = client.get("/sign-in", params={"next": asked}).text
        assert 'name="next" value="/"' in page


def test_signing_in_leads_to_what_was_asked_for(house: House) -> None:
    asked = "/vacancies/a%2Fb?revision=3"
    with asking(house) as client:
        first = client.get(asked).headers["location"]
        page = client.get(first).text
        assert f'name="next" value="{asked}"' in page
        assert sign_in(client, "viewer", next=asked).headers["location"] == asked


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(house: House) -> None:
    with asking(house) as client:
        answer = client.get("/vacancies/v-1", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/sign-in?next=/vacancies/v-1"


def test_pages_forbid_what_they_do_not_need(house: House) -> None:
    with visiting(house, "viewer") as client:
        headers: httpx.Headers = client.get("/").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
