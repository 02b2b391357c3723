"""Rejected events in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.unit.written_history import WrittenHistory
from tests.web.house import furnished, listening


@pytest.fixture(scope="module")
def address(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with (
        furnished(written_history, tmp_path_factory.mktemp("house")) as made,
        listening(made.app) as served,
    ):
        yield served


@on_every_screen
def test_the_list_leads_to_a_letter_and_axe_finds_nothing(
    page: Page, address: str, screen: Screen
) -> None:
    phone = "-phone" if screen == PHONE else ""
    open_as(page, address, "operator", "/rejected")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width
    screenshot(page, f"rejected{phone}")
    page.get_by_role("link", name="applications/1/299").click()
    expect(page.get_by_text("|no Avro at all|")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width
    screenshot(page, f"rejected-letter{phone}", full=True)


def test_it_is_filtered_by_keyboard(page: Page, address: str) -> None:
    open_as(page, address, "auditor", "/rejected")
    page.get_by_label("Reason").focus()
    page.keyboard.type("Framing")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 rejected event")).to_be_visible()


def test_a_click_takes_the_whole_command(page: Page, address: str) -> None:
    open_as(page, address, "operator", "/rejected/applications/1/299")
    command = page.get_by_text("pathways rejected retry applications/1/299 --dry-run")
    command.click()
    taken = page.evaluate("getSelection().toString()")
    assert taken == "pathways rejected retry applications/1/299 --dry-run"


def test_the_bytes_are_saved_as_they_were(page: Page, address: str) -> None:
    open_as(page, address, "operator", "/rejected/applications/1/299")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the bytes").click()
    assert saved.value.suggested_filename == "rejected-1-299.bin"
    assert saved.value.path().read_bytes() == b"no Avro at all"
