"""The pages of today and of a vacancy, in a real browser: read, live, by keyboard, on a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from schemas.events import CandidateShortlisted, ListChanges, Move
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE
from tests.browser.signing_in import open_as
from tests.unit.proposal_samples import RANKED
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, furnished, listening
from tests.web.telling import Telling, decided, listed, opened, said, telling

VACANCY = "vac-777"
PATH = f"/vacancies/{VACANCY}"
FIRST, SECOND = RANKED[0].candidate_id, RANKED[1].candidate_id
UNDECIDED: dict[str, Any] = {"stage": "OPEN", "shortlisted": (), "offers_out": ()}


@dataclass
class Site:
    """A house that is open, and who writes in it."""

    address: str
    house: House
    telling: Telling
    _revision: int = 1

    def revise(self, **changed: Any) -> int:
        """Another revision of the vacancy's list; gives its number."""
        self._revision += 1
        self.telling.tell(listed(VACANCY, self._revision, **(UNDECIDED | changed)))
        return self._revision


@pytest.fixture(scope="module")
def site(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    with (
        furnished(written_history, folder) as house,
        telling(house) as writer,
        listening(house.app) as address,
    ):
        writer.tell(opened(VACANCY), listed(VACANCY, 1, **UNDECIDED))
        writer.tell(opened("v-held", title="Chief of Mission, Tripoli"), said("Held", "v-held"))
        writer.tell(opened("v-left", title="Chief of Mission, Nairobi"), said("Deferred", "v-left"))
        writer.tell(opened("v-offer", title="Chief of Mission, Amman"), listed("v-offer"))
        yield Site(address, house, writer)


def test_today_leads_to_what_needs_a_decision(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner")
    todo = page.get_by_role("region", name="What needs a decision")
    expect(todo.get_by_text("the profile COM/P-6 is not published")).to_be_visible()
    expect(todo.get_by_text("reply by 28 Mar 2026")).to_be_visible()
    assert violations(page) == []
    screenshot(page, "today")
    screenshot(page, "today-whole", full=True)
    todo.get_by_role("link", name="Chief of Mission, Tripoli").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chief of Mission, Tripoli")
    expect(page.get_by_text("Held", exact=True).first).to_be_visible()


def test_all_vacancies_are_one_choice_away(page: Page, site: Site) -> None:
    open_as(page, site.address, "viewer")
    page.get_by_role("link", name="Vacancies", exact=True).click()
    page.get_by_label("Proposal", exact=True).select_option("Held")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".vacancies > li")).to_have_count(1)
    assert violations(page) == []
    page.get_by_role("link", name="Chief of Mission, Tripoli").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chief of Mission, Tripoli")


def test_kafka_is_asked_by_the_page_of_an_operator_alone(page: Page, site: Site) -> None:
    open_as(page, site.address, "operator")
    expect(page.get_by_text("No stage has run yet.")).to_be_visible()
    assert page.title().startswith("Today")


def test_a_kafka_that_is_away_is_told_in_its_place(page: Page, site: Site) -> None:
    site.house.away.add("kafka")
    try:
        open_as(page, site.address, "operator")
        expect(page.get_by_text("What the page shows is from the read model.")).to_be_visible()
    finally:
        site.house.away.discard("kafka")


def test_a_vacancy_shows_who_and_why(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    first = page.locator(f"#person-{FIRST}")
    expect(first).to_contain_text("membership ends on 2026-06-20")
    first.locator("summary").click()
    expect(first).to_contain_text("the fact that S1 counts")
    expect(first).to_contain_text("fact-H4")
    expect(first).to_contain_text("LEADERSHIP")
    expect(page.get_by_role("region", name="Near misses")).to_contain_text("H10 cannot be waived")
    expect(page.get_by_role("region", name="Balance")).to_contain_text("not shown")
    assert violations(page) == []
    page.evaluate("scrollTo(0, 0)")
    screenshot(page, "vacancy")
    screenshot(page, "vacancy-whole", full=True)


def test_a_revision_arrives_without_a_reload(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.evaluate("window.same = true")
    why = page.locator(f"#person-{SECOND} details.why")
    why.locator("summary").click()
    why.locator("summary").focus()
    asked = page.get_by_label("Candidate id")
    asked.fill("c-half-typed")
    why.locator("summary").focus()
    page.get_by_text("Return the list").first.click()
    written = page.get_by_label("What is to be put right")
    written.fill("half a reason")
    why.locator("summary").focus()
    moved = ListChanges(moved=(Move(candidate_id=SECOND, from_rank=2, to_rank=1),))
    revision = site.revise(changes=moved, ranked=(RANKED[1], RANKED[2]))
    expect(page.locator("#list + p")).to_contain_text(f"Revision {revision},")
    expect(page.locator(f"#person-{FIRST}")).to_have_count(0)
    expect(why).to_have_attribute("open", "")
    expect(why.locator("summary")).to_be_focused()
    expect(asked).to_have_value("c-half-typed")
    expect(written).to_have_value("half a reason")
    expect(page.get_by_text(f"decides on revision {revision - 1}")).to_be_visible()
    expect(page.locator("#news")).to_contain_text(f"Revision {revision}")
    assert page.evaluate("window.same")


def test_many_revisions_end_with_the_last_and_one_request_each(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.wait_for_timeout(300)
    asked: list[str] = []

    def noted(request: Request) -> None:
        if request.url.endswith(PATH):
            asked.append(request.url)

    page.on("request", noted)
    revision = [site.revise() for _ in range(5)][-1]
    expect(page.locator("#list + p")).to_contain_text(f"Revision {revision},")
    page.wait_for_timeout(1_500)
    assert len(asked) <= 3, asked


def test_an_older_revision_says_that_it_is_not_the_last(page: Page, site: Site) -> None:
    last = site.revise()
    open_as(page, site.address, "hr_partner", f"{PATH}?revision=1")
    expect(
        page.get_by_text("You are looking at revision 1. It is not the last one.")
    ).to_be_visible()
    expect(page.locator("#decide")).to_have_count(0)
    page.get_by_role("link", name=f"Show the last revision, {last}").click()
    expect(page.locator("#list + p")).to_contain_text(f"Revision {last},")


def test_why_not_somebody_is_answered_on_the_page(page: Page, site: Site) -> None:
    vacancy = "v-4c93fea1b6e5d9bc"  # of the written history
    open_as(page, site.address, "hr_partner", f"/vacancies/{vacancy}")
    title = page.title()
    page.get_by_label("Candidate id").fill("c-nobody")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#why-not-answer .note.bad")).to_be_visible()
    page.get_by_label("Candidate id").fill("c-769eecfddf49ccd4")
    page.keyboard.press("Enter")
    expect(page.locator("#why-not-answer")).to_contain_text("There is no list for this vacancy")
    assert page.title() == title


def test_everything_is_reached_by_the_keyboard(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    summary = page.locator(f"#person-{SECOND} details.why > summary")
    for _ in range(60):
        page.keyboard.press("Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    expect(summary).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(f"#person-{SECOND} details.why")).to_have_attribute("open", "")


def test_a_phone_shows_all_of_it_without_scrolling_sideways(new_page: NewPage, site: Site) -> None:
    page = new_page(PHONE)
    open_as(page, site.address, "hr_partner", PATH)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE.width
    assert violations(page) == []
    page.reload()
    screenshot(page, "vacancy-phone", full=True)
    page.goto(site.address)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE.width


def test_a_viewer_sees_the_order_and_no_reason_for_it(page: Page, site: Site) -> None:
    open_as(page, site.address, "viewer", PATH)
    expect(page.get_by_role("region", name="The list", exact=True)).to_contain_text(SECOND)
    text = page.content()
    for private in ("internal candidates", "near misses", "fact-H4", "H10", "Balance", "gender"):
        assert not re.search(private, text, re.IGNORECASE), private
    assert violations(page) == []


def test_a_panel_prints_the_list_and_no_form(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.emulate_media(media="print")
    expect(page.get_by_text("This list is a recommendation only.")).to_be_visible()
    expect(page.locator(f"#person-{SECOND}")).to_be_visible()
    for hidden in ("#decide", "#why-not", "header.top"):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_page_can_be_read_without_scripts(new_page: NewPage, site: Site) -> None:
    page = new_page(javascript=False)
    open_as(page, site.address, "hr_partner", PATH)
    page.locator(f"#person-{SECOND} summary").click()
    expect(page.locator(f"#person-{SECOND}")).to_contain_text("the fact that S1 counts")


def test_decisions_of_others_appear_with_what_became_of_them(page: Page, site: Site) -> None:
    open_as(page, site.address, "auditor", PATH)
    named = {"candidate_id": SECOND, "revision_seen": 1}
    event = decided("CandidateShortlisted", VACANCY, "by-others", **named)
    assert isinstance(event, CandidateShortlisted)
    site.telling.tell(event, looked=False)
    expect(page.locator("#decision-by-others")).to_contain_text("Taken in")
    site.telling.tell()
    expect(page.locator("#decision-by-others")).to_contain_text("Counts")
    expect(page.locator("#decide")).to_have_count(0)
