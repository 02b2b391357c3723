"""A person's page in a real browser: facts load while the reader waits, and stay."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consumers.server import build_server
from consumers.web.ports import Away
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, listening
from tests.web.telling import telling
from tests.web.visiting import HOSTILE, empty_house

PERSON = "c-6d1c67f31a244e15"
PATH = f"/people/{PERSON}"


class Slow:
    """The port of a person's facts, behind a door, and away as long as it is told so."""

    def __init__(self, person: Any) -> None:
        self._person = person
        self.door = threading.Event()
        self.door.set()
        self.away = False

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Nobody's facts come through meanwhile."""
        self.door.clear()
        try:
            yield
        finally:
            self.door.set()

    def __call__(self, candidate_id: str) -> Any:
        assert self.door.wait(60)
        if self.away:
            raise Away("Kafka does not answer. Try again.")
        return self._person(candidate_id)


@pytest.fixture(scope="module")
def slow(autumn: House) -> Slow:
    return Slow(autumn.serving.ports.person)


@pytest.fixture(scope="module")
def address(autumn: House, slow: Slow) -> Iterator[str]:
    ports = replace(autumn.serving.ports, person=slow)
    with listening(build_server(replace(autumn.serving, ports=ports))) as served:
        yield served


@on_every_screen
def test_facts_load_and_axe_finds_nothing(page: Page, address: str, screen: Screen) -> None:
    open_as(page, address, "auditor", PATH)
    assert violations(page) == []
    screenshot(page, "person" if screen != PHONE else "person-phone", full=True)
    page.get_by_role("link", name="Read the facts").click()
    expect(page.get_by_text("AssessmentCompleted").first).to_be_visible()
    expect(page).to_have_url(f"{address}{PATH}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width
    screenshot(page, "person-facts" if screen != PHONE else "person-facts-phone", full=True)


def test_who_waits_is_told_so_and_what_was_loaded_outlasts_news(
    page: Page, autumn: House, slow: Slow, address: str
) -> None:
    open_as(page, address, "hr_partner", PATH)
    link = page.get_by_role("link", name="Read the facts")
    with slow.shut():
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Reading the logs ...")).to_be_visible()
    expect(page.get_by_text("AssessmentCompleted").first).to_be_visible()
    with telling(autumn) as teller:
        event = replace(golden("MembershipSuspended"), candidate_id=PERSON, version=9)
        teller.tell(replace(event, job_group="SCO", grade="P-3", status="SUSPENDED"))
    expect(page.get_by_text("SCO P-3").first).to_be_visible()
    expect(page.get_by_text("AssessmentCompleted").first).to_be_visible()


def test_what_keeps_facts_away_is_told_and_can_be_tried_again(
    page: Page, slow: Slow, address: str
) -> None:
    open_as(page, address, "auditor", PATH)
    slow.away = True
    page.get_by_role("link", name="Read the facts").click()
    expect(page.get_by_role("alert")).to_contain_text("Kafka does not answer.")
    assert violations(page) == []
    slow.away = False
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_text("AssessmentCompleted").first).to_be_visible()


def test_facts_are_a_page_of_their_own_without_javascript(new_page: NewPage, address: str) -> None:
    page = new_page(javascript=False)
    open_as(page, address, "auditor", PATH)
    page.get_by_role("link", name="Read the facts").click()
    expect(page).to_have_url(f"{address}/facts/{PERSON}")
    expect(page.get_by_text("AssessmentCompleted").first).to_be_visible()
    page.get_by_role("link", name="Back to the person").click()
    expect(page).to_have_url(f"{address}{PATH}")


def test_nobody_by_an_id_is_a_page(page: Page, address: str, witness: Any) -> None:
    witness.forgive("status of 404")
    open_as(page, address, "viewer", "/people/nobody")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody by this id")
    assert violations(page) == []


def test_hostile_text_runs_nothing(
    page: Page, written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    event = golden("MembershipActivated")
    names = {"job_group": HOSTILE, "grade": HOSTILE, "reason": HOSTILE, "event_id": HOSTILE}
    with (
        empty_house(written_history, tmp_path_factory.mktemp("hostile")) as made,
        telling(made) as teller,
        listening(made.app) as address,
    ):
        teller.tell(replace(event, candidate_id=HOSTILE, **names))
        open_as(page, address, "auditor", "/roster")
        page.locator("table.cards tbody th a").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
        assert page.evaluate("window.taken") is None
        page.goto(f"{address}/coverage")
        assert page.evaluate("window.taken") is None
        page.close()  # Before the server: its stream of news would break.
