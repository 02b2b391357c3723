"""The roster in a real browser: filtered by keyboard, live, without JavaScript, on a phone."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, furnished, listening
from tests.web.telling import telling
from tests.web.visiting import database_away


@pytest.fixture(scope="module")
def address(autumn: House) -> Iterator[str]:
    with listening(autumn.app) as served:
        yield served


@on_every_screen
def test_the_page_fits_the_screen_and_axe_finds_nothing(
    page: Page, address: str, screen: Screen
) -> None:
    open_as(page, address, "viewer", "/roster")
    page.get_by_text("The same as a table").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width
    page.get_by_text("The same as a table").click()
    screenshot(page, "roster" if screen != PHONE else "roster-phone", full=screen == PHONE)


def test_it_is_filtered_by_keyboard_alone_and_leads_to_a_person(page: Page, address: str) -> None:
    open_as(page, address, "viewer", "/roster")
    page.get_by_label("Job group").focus()
    page.keyboard.type("COM")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Active")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"job_group=COM.*status=ACTIVE"))
    expect(page.get_by_role("heading", name="14 memberships")).to_be_visible()
    profiles = page.locator("table.cards td.profile").all_inner_texts()
    assert all(profile.startswith("COM ") for profile in profiles)
    first = page.locator("table.cards tbody th a").first
    candidate = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(candidate)


def test_choosing_alone_changes_nothing_until_it_is_asked_for(page: Page, address: str) -> None:
    open_as(page, address, "viewer", "/roster")
    page.get_by_label("Grade").select_option("P-5")
    expect(page).to_have_url(f"{address}/roster")


def test_it_works_without_javascript(new_page: NewPage, address: str) -> None:
    page = new_page(javascript=False)
    open_as(page, address, "viewer", "/roster")
    page.get_by_label("Rating", exact=True).select_option("STAR")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("rating=STAR"))
    expect(page.locator("table.cards tbody tr").first).to_contain_text("Star")


def test_news_come_in_and_leave_a_half_filled_form_and_open_details_alone(
    page: Page, autumn: House, address: str
) -> None:
    open_as(page, address, "viewer", "/roster")
    page.get_by_text("The same as a table").click()
    field = page.get_by_label("Person")
    field.fill("c-half")
    before = int(page.locator("#roster-people").inner_text().split()[0])
    page.evaluate("window.same = true")
    event = golden("MembershipActivated")
    with telling(autumn) as teller:
        teller.tell(replace(event, candidate_id="c-new", status="ACTIVE"))
    expect(page.locator("#roster-people")).to_have_text(f"{before + 1} memberships")
    assert page.evaluate("window.same")
    expect(field).to_have_value("c-half")
    expect(field).to_be_focused()
    expect(page.locator("#roster-ends-table table")).to_be_visible()
    expect(page.locator("#news")).to_have_text(f"{before + 1} memberships")


def test_the_chart_is_named_for_who_does_not_see_it(page: Page, address: str) -> None:
    open_as(page, address, "viewer", "/roster")
    expect(page.get_by_role("img", name="When memberships end")).to_be_visible()


def test_a_page_whose_database_is_away_comes_back_by_itself(
    page: Page,
    witness: Witness,
    written_history: WrittenHistory,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    witness.forgive("status of 503")
    witness.forgive("Status Error Code 503")
    folder = tmp_path_factory.mktemp("away")
    with furnished(written_history, folder) as made, listening(made.app) as address:
        open_as(page, address, "viewer", "/roster")
        with database_away(made):
            page.goto(f"{address}/roster?job_group=RMO")
            expect(page.get_by_role("heading", level=1)).to_have_text("This did not work")
            expect(page.get_by_text("Not live")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Roster")
        expect(page.get_by_label("Job group")).to_have_value("RMO")
        page.close()  # Before the server: its stream of news would break.
