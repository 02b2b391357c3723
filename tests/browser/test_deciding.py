"""Deciding on a vacancy's page, in a real browser: from the form to what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schemas.events import CandidateShortlisted, Event, OfferMade, OfferRevoked
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.golden_results import golden
from tests.unit.proposal_samples import RANKED
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, furnished, listening
from tests.web.telling import DAY, Telling, listed, opened, telling

FIRST, SECOND = RANKED[0].candidate_id, RANKED[1].candidate_id
UNDECIDED: dict[str, Any] = {"stage": "OPEN", "shortlisted": (), "offers_out": ()}


@dataclass
class Site:
    """A house that is open, and who writes in it what Kafka would bring back."""

    address: str
    house: House
    telling: Telling

    def vacancy(self, name: str) -> str:
        """An open one with a list of its own; gives its path."""
        self.telling.tell(opened(name), listed(name, 1, **UNDECIDED))
        return f"/vacancies/{name}"

    def last_published(self, kind: type[Event]) -> Any:
        event = self.house.published[-1]
        assert isinstance(event, kind)
        return event


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
        yield Site(address, house, writer)


def shortlist(page: Page, candidate_id: str, reason: str = "") -> None:
    page.get_by_text("Shortlist a person").click()
    form = page.get_by_role("form", name="Shortlist a person")
    form.get_by_label("Person").select_option(value=candidate_id)
    form.get_by_label("Reason").fill(reason)
    form.get_by_role("button", name="Shortlist").click()


def test_a_decision_is_on_its_way_and_then_counts(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", site.vacancy("v-counts"))
    shortlist(page, FIRST)
    told = page.locator("#decisions li").first
    expect(told).to_contain_text("On its way")
    event = site.last_published(CandidateShortlisted)
    assert (event.candidate_id, event.revision_seen, event.override) == (FIRST, 1, False)
    assert (event.actor_role, event.source) == ("hr-partner", "pathways.console")
    page.evaluate("window.same = true")
    site.telling.tell(event, looked=False)
    expect(told).to_contain_text("Taken in")
    site.telling.tell()
    expect(told).to_contain_text("Counts")
    assert page.evaluate("window.same")
    assert page.locator("#decisions li").count() == 1


def test_a_refused_decision_says_why_and_leads_to_the_last_revision(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", site.vacancy("v-refused"))
    shortlist(page, FIRST)
    event = site.last_published(CandidateShortlisted)
    refused = replace(
        golden("DecisionRefused"),
        vacancy_id="v-refused",
        decision_event_id=event.event_id,
        decision_type="CandidateShortlisted",
        revision_seen=1,
        revision_current=2,
        reason="taken on revision 1: the last is revision 2",
        remedy="look at revision 2 and decide again",
        as_of=DAY,
    )
    site.telling.tell(event, listed("v-refused", 2, **UNDECIDED), refused)
    told = page.locator("#decisions li").first
    expect(told).to_contain_text("the last is revision 2")
    expect(told).to_contain_text("look at revision 2 and decide again")
    told.get_by_role("link", name="Look at revision 2").click()
    expect(page.locator("#list + p")).to_contain_text("Revision 2,")


def test_a_form_decides_on_the_revision_that_its_reader_saw(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", site.vacancy("v-seen"))
    page.get_by_text("Make an offer").click()
    form = page.get_by_role("form", name="Make an offer")
    form.get_by_label("Person").select_option(value=FIRST)
    site.telling.tell(listed("v-seen", 2, **UNDECIDED))
    expect(page.locator("#list + p")).to_contain_text("Revision 2,")
    expect(form.get_by_text("The list has changed since you began.")).to_be_visible()
    form.get_by_label("Last day for an answer").fill("2026-04-01")
    form.get_by_role("button", name="Make the offer").click()
    expect(page.locator("#decisions li").first).to_contain_text("On its way")
    event = site.last_published(OfferMade)
    assert (event.revision_seen, str(event.reply_by)) == (1, "2026-04-01")
    assert event.reason is None
    page.get_by_text("Shortlist a person").click()
    expect(page.get_by_text("You decide on revision 2.").first).to_be_visible()


def test_passing_over_somebody_asks_for_a_reason_and_keeps_the_form(
    page: Page, site: Site, witness: Witness
) -> None:
    witness.forgive("status of 422")
    open_as(page, site.address, "hr_partner", site.vacancy("v-over"))
    before = len(site.house.published)
    shortlist(page, SECOND)
    form = page.get_by_role("form", name="Shortlist a person")
    expect(form.get_by_role("alert").first).to_contain_text("departs from the order of the list")
    expect(form.get_by_label("Person")).to_have_value(SECOND)
    assert len(site.house.published) == before
    assert violations(page) == []
    form.get_by_label("Reason").fill("knows the country")
    screenshot(page, "decide")
    form.get_by_role("button", name="Shortlist").click()
    expect(page.locator("#decisions li").first).to_contain_text("On its way")
    assert site.last_published(CandidateShortlisted).override


def test_a_kafka_that_is_away_loses_nothing(page: Page, site: Site, witness: Witness) -> None:
    witness.forgive("status of 503")
    open_as(page, site.address, "hr_partner", site.vacancy("v-away"))
    site.house.away.add("kafka")
    try:
        shortlist(page, SECOND, "knows the country")
        form = page.get_by_role("form", name="Shortlist a person")
        expect(form.get_by_role("alert").first).to_contain_text("Nothing is lost")
        expect(form.get_by_label("Reason")).to_have_value("knows the country")
    finally:
        site.house.away.discard("kafka")
    form.get_by_role("button", name="Shortlist").click()
    expect(page.locator("#decisions li").first).to_contain_text("On its way")


def test_two_clicks_are_one_decision(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", site.vacancy("v-twice"))
    before = len(site.house.published)
    page.get_by_text("Shortlist a person").click()
    form = page.get_by_role("form", name="Shortlist a person")
    form.get_by_label("Person").select_option(value=FIRST)
    form.get_by_role("button", name="Shortlist").dblclick()
    expect(page.locator("#decisions li").first).to_contain_text("On its way")
    assert len({one.event_id for one in site.house.published[before:]}) == 1


def test_an_offer_is_revoked_with_a_reason_by_the_keyboard_alone(page: Page, site: Site) -> None:
    path = site.vacancy("v-keys")
    offer = replace(golden("OfferMade"), event_id="o-keys", vacancy_id="v-keys", candidate_id=FIRST)
    site.telling.tell(offer)
    open_as(page, site.address, "hr_partner", path)
    page.locator("#decide-OfferRevoked > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("the post was cut")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#decisions li").first).to_contain_text("On its way")
    event = site.last_published(OfferRevoked)
    assert (event.offer_id, event.candidate_id) == (offer.offer_id, FIRST)
    assert event.reason == "the post was cut"


def test_it_works_without_scripts(new_page: NewPage, site: Site) -> None:
    page = new_page(javascript=False)
    open_as(page, site.address, "hr_partner", site.vacancy("v-plain"))
    shortlist(page, FIRST)
    expect(page.locator("#decisions li").first).to_contain_text("On its way")


@pytest.mark.parametrize("role", ["viewer", "operator", "auditor"])
def test_other_roles_have_no_form_to_decide(page: Page, site: Site, role: Any) -> None:
    open_as(page, site.address, role, site.vacancy(f"v-{role}"))
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("form[action^='/decide']")).to_have_count(0)
