"""The coverage page in a real browser."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.web.house import House, listening
from tests.web.telling import opened, telling


@pytest.fixture(scope="module")
def address(autumn: House) -> Iterator[str]:
    with listening(autumn.app) as served:
        yield served


@on_every_screen
def test_the_page_fits_the_screen_and_axe_finds_nothing(
    page: Page, address: str, screen: Screen
) -> None:
    open_as(page, address, "hr_partner", "/coverage")
    screenshot(page, "coverage" if screen != PHONE else "coverage-phone", full=True)
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width


def test_a_number_leads_to_the_people_behind_it(page: Page, address: str) -> None:
    open_as(page, address, "viewer", "/coverage")
    row = page.get_by_role("region", name="What is needed, and who is there").get_by_role(
        "row", name="RMO P-3"
    )
    row.get_by_role("link", name="5").first.click()
    expect(page.get_by_role("heading", name="5 memberships")).to_be_visible()


def test_a_profile_that_nobody_can_fill_stands_out_as_soon_as_it_is_asked_for(
    page: Page, autumn: House, address: str
) -> None:
    open_as(page, address, "viewer", "/coverage")
    page.get_by_text("The same as a table").click()
    with telling(autumn) as teller:
        teller.tell(replace(opened("v-bare"), job_group="RMO", grade="D-1"))
    note = page.get_by_role("note").filter(has_text="nobody is active")
    expect(note).to_contain_text("RMO D-1")
    expect(page.get_by_text("Nobody there")).to_be_visible()
    expect(page.locator("#coverage-ends-table table")).to_be_visible()
    screenshot(page, "coverage-bare")
