"""A real browser opens, clicks, checks and draws a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.small_site import small_site
from tests.browser.witness import Witness

_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Posts</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>"""
_GOOD = f"""{_HEAD}<body><main><h1>Posts</h1><p id="said">nobody yet</p>
<button id="ask" type="button">Who fits?</button></main>
<script src="/ask.js"></script></body></html>"""
_ASK = """document.getElementById("ask").addEventListener("click", () => {
  document.getElementById("said").textContent = "three people";
});"""
_BAD = f"""{_HEAD}<body><main><h1>Posts</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<input name="who"></main></body></html>"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with small_site({"/": _GOOD, "/ask.js": _ASK, "/bad": _BAD}) as address:
        yield address


@on_every_screen
def test_a_click_is_answered_on_every_screen(page: Page, site: str, screen: Screen) -> None:
    page.goto(site)
    page.get_by_role("button", name="Who fits?").click()
    expect(page.get_by_text("three people")).to_be_visible()
    assert page.evaluate("innerWidth") == screen.width


def test_a_page_speaks_english_and_lives_in_utc(page: Page, site: str) -> None:
    page.goto(site)
    assert page.evaluate("navigator.language") == "en"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "UTC"


def test_every_page_begins_without_the_cookies_of_another(new_page: NewPage, site: str) -> None:
    first, second = new_page(), new_page(PHONE)
    first.goto(site)
    first.evaluate("document.cookie = 'who=HR'")
    second.goto(site)
    assert first.evaluate("document.cookie") == "who=HR"
    assert second.evaluate("document.cookie") == ""


def test_a_page_can_be_read_without_javascript(new_page: NewPage, site: str) -> None:
    page = new_page(javascript=False)
    page.goto(site)
    page.get_by_role("button", name="Who fits?").click()
    expect(page.get_by_text("nobody yet")).to_be_visible()


def test_axe_finds_nothing_in_a_good_page(page: Page, site: str) -> None:
    page.goto(site)
    assert violations(page) == []


def test_axe_names_the_rule_the_place_and_the_remedy(
    page: Page, site: str, witness: Witness
) -> None:
    witness.forgive("Content Security Policy")  # of the picture in the page
    page.goto(f"{site}/bad")
    found = violations(page)
    assert {one.split()[0] for one in found} == {"image-alt", "label"}
    assert any(one.startswith("label (critical) at input: ") for one in found)


def test_two_pictures_of_a_page_are_the_same(
    page: Page, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(pictures.VARIABLE, raising=False)
    monkeypatch.setattr(pictures, "BUILT", tmp_path)
    page.goto(site)
    first, second = screenshot(page, "first"), screenshot(page, "second")
    assert first == tmp_path / "first.png"
    assert first.read_bytes() == second.read_bytes()


def test_pictures_for_the_guides_are_made_only_where_they_are_asked_for(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "DOCS", tmp_path)
    monkeypatch.setenv(pictures.VARIABLE, "1")
    page.set_content("<p>a guide</p>")
    assert screenshot(page, "guide", full=True).parent == tmp_path
