"""Leadership in a real browser: seats, how far people came, and nominations that HR answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schemas.events import (
    CohortGroup,
    FunnelOutcome,
    FunnelStep,
    NominationDeclined,
    NominationEndorsed,
    NominationGround,
)
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.unit.written_history import WrittenHistory
from tests.web.hostile import TURNS, hostile
from tests.web.house import House, listening
from tests.web.stage_story import need, nominated, told
from tests.web.visiting import empty_house
from tests.web.written_on import WrittenOn, written_on

EDITION = "unele-2027"
PATH = f"/leadership/{EDITION}"
STEPS: Any = ("APPLIED", "SEAT", "COMPLETED", "POOL_MEMBER", "PLACED")
COMPETENCIES = ("STRATEGIC_THINKING", "TEAMWORK", "ACCOUNTABILITY", "COMMUNICATION")


@dataclass
class Site:
    address: str
    house: House
    writing: WrittenOn


@pytest.fixture(scope="module")
def site(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An empty house but for what is told here: none is sooner furnished."""
    with (
        empty_house(written_history, tmp_path_factory.mktemp("leadership")) as house,
        written_on(str(house.serving.engine.url)) as writing,
        listening(house.app) as address,
    ):
        writing.write("leadership-log", 0, announced(EDITION))
        writing.write("nominations", 0, *(proposed(number) for number in range(1, 6)), funnel())
        writing.write("nominations", 0, *(needed(number) for number in range(1, 6)))
        yield Site(address, house, writing)


def announced(edition_id: str) -> Any:
    title = "UN Emerging Leaders Experience 2027"
    days = {"starts_on": date(2027, 5, 3), "ends_on": date(2027, 9, 30)}
    return told(
        "ProgrammeEditionAnnounced", edition_id, 60, edition_id=edition_id, title=title, **days
    )


def proposed(number: int, edition_id: str = EDITION) -> Any:
    competency = COMPETENCIES[number % 4]
    ground = NominationGround(
        ground=f"competency {competency}",
        required="level 4",
        held="level 3",
        evidence=(f"asm-{number}-done",),
    )
    return nominated(
        number + 100,
        edition_id=edition_id,
        place=number,
        reason=f"{competency} is one level below what COM/P-5 expects, and seats are free",
        grounds=(ground,),
    )


def needed(number: int) -> Any:
    return need(
        number + 100,
        need_id=f"asm-{number}/{COMPETENCIES[number % 4]}",
        competency=COMPETENCIES[number % 4],
        assessment_id=f"asm-{number}",
    )


def funnel(edition_id: str = EDITION) -> Any:
    def group(name: Any, *people: int | None) -> CohortGroup:
        waits = (None, 21, 140, 61, 118)
        steps = tuple(
            FunnelStep(step=step, people=count, median_days=wait if count else None)
            for step, count, wait in zip(STEPS, people, waits, strict=True)
        )
        outcome = FunnelOutcome(
            step="POOL_MEMBER", job_group="COM", grade="P-5", rating="TIER_1", people=7
        )
        return CohortGroup(group=name, steps=steps, outcomes=(outcome,))

    groups = (
        group("APPLICANTS", 41, 14, 12, 19, 8),
        group("ATTENDED", 14, 14, 12, 9, None),
        group("NOT_SELECTED", 27, 0, 0, 10, None),
    )
    return told("CohortFunnelRevised", f"f-{edition_id}", 61, edition_id=edition_id, groups=groups)


@on_every_screen
def test_the_pages_fit_the_screen_and_axe_finds_nothing(
    page: Page, site: Site, screen: Screen
) -> None:
    end = "-phone" if screen == PHONE else ""
    open_as(page, site.address, "hr_partner", "/leadership")
    for path, picture in (
        ("/leadership", "leadership"),
        (PATH, "edition"),
        ("/people/c-101", "person-plans"),
    ):
        page.goto(site.address + path)
        for summary in page.locator("summary").all()[:4]:
            summary.click()
        screenshot(page, picture + end, full=True)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == screen.width


def test_a_nomination_is_endorsed_by_the_keyboard_and_stands_endorsed(
    page: Page, site: Site
) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    one = page.locator("#nominations > ol > li").first
    one.locator("details.decide > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("ready for more")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(one).to_contain_text("On its way")
    event = site.house.published[-1]
    assert isinstance(event, NominationEndorsed)
    assert (event.candidate_id, event.edition_id) == ("c-101", EDITION)
    assert (event.reason, event.source) == ("ready for more", "pathways.console")
    site.writing.write("leadership-log", 0, event)
    expect(one.locator(".who-is")).to_contain_text("Endorsed")
    expect(one).not_to_contain_text("On its way")


def test_declining_asks_for_a_reason_and_keeps_the_form(
    page: Page, site: Site, witness: Witness
) -> None:
    witness.forgive("status of 422")
    open_as(page, site.address, "hr_partner", PATH)
    form = page.get_by_role("form", name="Answer for c-102")
    page.locator("#nominations > ol > li").nth(1).locator("details.decide > summary").click()
    form.get_by_role("button", name="Decline").click()
    expect(form.get_by_role("alert")).to_contain_text("Reason")
    assert violations(page) == []
    form.get_by_label("Reason").fill("on leave then")
    form.get_by_role("button", name="Decline").click()
    expect(page.locator("#nominations > ol > li").nth(1)).to_contain_text("On its way")
    assert isinstance(site.house.published[-1], NominationDeclined)


def test_small_numbers_are_told_as_such_and_what_counts_do_not_say(
    new_page: NewPage, site: Site
) -> None:
    page = new_page(javascript=False)
    open_as(page, site.address, "viewer", PATH)
    region = page.get_by_role("region", name="How far its people came")
    expect(region.get_by_role("row", name="Placed").get_by_role("cell").last).to_have_text(
        "too few"
    )
    expect(page.get_by_text("Counts, not causes: whoever gets a seat")).to_be_visible()
    expect(page.locator("#nominations")).to_have_count(0)
    expect(page.get_by_text("c-101")).to_have_count(0)


def test_text_from_elsewhere_is_read_and_not_obeyed(page: Page, site: Site) -> None:
    kept = {"edition_id": "hostile"}
    site.writing.write("leadership-log", 0, hostile(announced("hostile"), **kept))
    remark: Any = told("LeadershipRemarked", "remark", 62)
    site.writing.write(
        "nominations",
        0,
        hostile(proposed(7), **kept, nomination_id="n-h"),
        hostile(needed(7)),
        hostile(funnel("hostile"), **kept),
        hostile(remark, event_id="remark-h"),
    )
    answer: Any = told("NominationDeclined", "answer-h", 63)
    site.writing.write("leadership-log", 0, hostile(answer, event_id="a", nomination_id="n-h"))
    open_as(page, site.address, "hr_partner", "/leadership/hostile")
    for path in ("/leadership/hostile", "/leadership"):
        page.goto(site.address + path)
        expect(page.locator("main")).to_contain_text("<script>")
        assert page.evaluate("window.harmed") is None
        assert page.locator("main script, main img, [onerror]").count() == 0
        assert TURNS not in page.content()
    page.locator("#needs a[href^='/people/']", has_text="<script>").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    assert page.evaluate("window.harmed") is None
