"""A rotation exercise in a real browser: read, changed by HR, signed by the director."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consumers.web.roles import Role
from schemas.events import (
    BlockingPair,
    CandidateUnplaced,
    JointOption,
    PostUnfilled,
    SlateAdjusted,
    SlateProposed,
    SlateRequested,
    SlateSignedOff,
)
from tests.browser.axe import violations
from tests.browser.fixtures import NewPage
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.web.hostile import HOSTILE, TURNS, hostile
from tests.web.house import House, listening
from tests.web.stage_story import placement, slate, told
from tests.web.written_on import WrittenOn, written_on

CYCLE = "cycle-2025"
PATH = f"/rotation/{CYCLE}"
WINDOW = {
    "catalogue_published": date(2024, 8, 12),
    "window_open": date(2024, 9, 2),
    "window_close": date(2024, 11, 15),
    "effective_from": date(2025, 7, 1),
}
ASKED = {"recorded_at": datetime(2024, 11, 20, tzinfo=UTC), "reason": "all have ranked"}
"""Before what the tests themselves ask for."""
PROFILES = (("COM", "P-5"), ("RMO", "P-4"), ("COM", "D-1"), ("SCO", "P-5"))
RANKS = ((1, 1), (1, 2), (2, 1), (1, 4), (3, 2), (None, 3), (1, 1), (2, 5), (1, 2), (4, 1))


@dataclass
class Site:
    address: str
    house: House
    writing: WrittenOn


@pytest.fixture(scope="module")
def site(autumn: House) -> Iterator[Site]:
    with written_on(str(autumn.serving.engine.url)) as writing, listening(autumn.app) as address:
        cycle = told("RotationCyclePublished", CYCLE, 0, cycle_id=CYCLE, **WINDOW)
        request = told("SlateRequested", "asked-25", 1, cycle_id=CYCLE, **ASKED)
        writing.write("exercise-log", 0, cycle, request)
        writing.write("slates", 0, proposed(1, 1, "asked-25"))
        yield Site(address, autumn, writing)


def proposed(run: int, revision: int, cause: str, cycle_id: str = CYCLE) -> SlateProposed:
    placements = [
        placement(
            100 + number,
            PROFILES[number % 4][0],
            grade=PROFILES[number % 4][1],
            candidate_id=f"c-{7919 * (number + 3):08x}",
            candidate_rank=wish,
            hirer_rank=place,
            hirer_rank_source="IMPUTED" if place > 3 else "STATED",
            consideration_tier="SECOND" if number % 3 == 2 else "FIRST",
            total=61_200 - 1_370 * number,
            locked=number == 4,
            leaves_post_id=f"post-{140 + number}" if number % 2 else None,
        )
        for number, (wish, place) in enumerate(RANKS)
    ]
    unfilled = [
        PostUnfilled(
            post_id=f"post-{number}",
            job_group="RMO",
            grade="P-4",
            vacancy_id=None,
            explanation="nobody who takes part may take it: H4 languages bars three, H12 one",
        )
        for number in (131, 132)
    ]
    return slate(
        cycle_id,
        run,
        revision,
        cause,
        as_of=date(2024, 11, 20),
        placements=tuple(placements),
        unplaced=(
            CandidateUnplaced(
                candidate_id="c-99d0c7e1",
                must_move=True,
                explanation="the posts ranked went to people considered first",
            ),
            CandidateUnplaced(
                candidate_id="c-31b7f002", must_move=False, explanation="ranked one post only"
            ),
        ),
        unfilled=tuple(unfilled),
        blocking=(
            BlockingPair(
                candidate_id="c-99d0c7e1",
                post_id="post-104",
                explanation="the person ranks it first, and people locked it to somebody else",
            ),
        ),
        joint_options=(
            JointOption(
                candidate_id="c-99d0c7e1",
                post_id="post-131",
                partner_id="c-31b7f002",
                partner_post_id="post-132",
                explanation="both in KE NBO01",
            ),
        ),
    )


@on_every_screen
def test_the_pages_fit_the_screen_and_axe_finds_nothing(
    page: Page, site: Site, screen: Screen
) -> None:
    name = "exercise" if screen != PHONE else "exercise-phone"
    open_as(page, site.address, "hr_partner")
    for path, picture in (("/rotation", f"{name}s"), (f"{PATH}?post=post-131", name)):
        page.goto(site.address + path)
        for summary in page.locator("summary").all():
            if summary.evaluate("one => !one.parentElement.open"):
                summary.click()
        screenshot(page, picture, full=True)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == screen.width


def test_a_slate_is_asked_for_and_the_answer_comes_by_itself(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.get_by_text("Ask for a slate").first.click()
    form = page.get_by_role("form", name="Ask for a slate")
    form.get_by_label("Method").select_option("DEFERRED_ACCEPTANCE")
    form.get_by_role("button", name="Ask for a slate").click()
    said = page.locator("#acts li").first
    expect(said).to_contain_text("On its way")
    event = site.house.published[-1]
    assert isinstance(event, SlateRequested)
    assert (event.cycle_id, event.source) == (CYCLE, "pathways.console")
    site.writing.write("exercise-log", 0, event)
    expect(said).to_contain_text("Taken in")
    site.writing.write("slates", 0, proposed(2, 1, event.event_id))
    expect(said).to_contain_text("Answer: run 2, revision 1")
    expect(page.locator("#slate")).to_contain_text("run 2, revision 1")


def test_a_post_is_changed_by_the_keyboard_and_a_stale_change_says_what_to_do(
    page: Page, site: Site
) -> None:
    open_as(page, site.address, "hr_partner", PATH)
    page.get_by_role("link", name="Change post post-131").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Change one post")
    expect(form.get_by_label("Post", exact=True)).to_have_value("post-131")
    form.get_by_label("Person").focus()
    page.keyboard.type("c-99d0c7e1")
    for key in ("Tab", "Tab", "Space", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("the couple stays together")
    site.writing.write("slates", 0, proposed(3, 1, "somebody-elses"))
    expect(form.get_by_text("The slate has changed since you began.")).to_be_visible()
    expect(form.get_by_label("Reason")).to_have_value("the couple stays together")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.locator("#acts li").first
    expect(said).to_contain_text("On its way")
    event = site.house.published[-1]
    assert isinstance(event, SlateAdjusted)
    assert (event.post_id, event.candidate_id, event.locked) == ("post-131", "c-99d0c7e1", True)
    assert event.revision_seen == 1
    assert event.run < 3
    late: Any = told(
        "ExerciseRemarked",
        f"{CYCLE}/remark/{event.event_id}",
        50,
        cycle_id=CYCLE,
        remark="STALE",
        refused=True,
        causation_id=event.event_id,
        detail="changed on another run: the last is run 3, revision 1",
        remedy="look at run 3 and change that",
    )
    site.writing.write("exercise-log", 0, event)
    site.writing.write("slates", 0, late)
    expect(said).to_contain_text("Refused")
    expect(said).to_contain_text("look at run 3 and change that")


def test_a_change_that_names_nobody_comes_back_as_it_was_filled_in(
    page: Page, site: Site, witness: Witness
) -> None:
    witness.forgive("status of 422")
    open_as(page, site.address, "hr_partner", f"{PATH}?post=post-101")
    form = page.get_by_role("form", name="Change one post")
    form.get_by_label("Reason").fill("the post is frozen")
    form.get_by_role("button", name="Change the post").click()
    alert = form.get_by_role("alert").first
    expect(alert).to_contain_text("Person: name one person, or tick that nobody gets the post")
    expect(form.get_by_label("Reason")).to_have_value("the post is frozen")
    assert violations(page) == []
    form.get_by_label("Nobody gets the post").check()
    form.get_by_role("button", name="Change the post").click()
    expect(page.locator("#acts li").first).to_contain_text("nobody")


def test_the_director_signs_without_scripts(new_page: NewPage, site: Site) -> None:
    page = new_page(javascript=False)
    open_as(page, site.address, "director", PATH)
    page.get_by_text("Sign the slate").first.click()
    expect(page.get_by_text("This cannot be taken back here.")).to_be_visible()
    page.get_by_role("button", name="Sign the slate").click()
    expect(page.locator("#acts li").first).to_contain_text("Slate signed")
    event = site.house.published[-1]
    assert isinstance(event, SlateSignedOff)
    assert event.actor_role == "director"


@pytest.mark.parametrize("role", ["hr_partner", "viewer"])
def test_text_from_elsewhere_is_read_and_not_obeyed(page: Page, site: Site, role: Role) -> None:
    cycle = f"hostile-{role}"
    of: Any = hostile(proposed(1, 1, "x"), cycle_id=cycle, slate_id=f"{cycle}/1")
    remark: Any = hostile(told("ExerciseRemarked", role, 51), event_id=role, cycle_id=cycle)
    asked: Any = hostile(told("SlateRequested", f"a-{role}", 52), cycle_id=cycle)
    published: Any = hostile(told("RotationCyclePublished", role, 53), cycle_id=cycle)
    site.writing.write("exercise-log", 0, published, asked)
    site.writing.write("slates", 0, of, remark)
    open_as(page, site.address, role, f"/rotation/{cycle}")
    for path in (f"/rotation/{cycle}", "/rotation"):
        page.goto(site.address + path)
        expect(page.locator("main")).to_contain_text("<script>" if path != "/rotation" else cycle)
        assert page.evaluate("window.harmed") is None
        assert page.locator("main script, main img, [onerror]").count() == 0
        assert TURNS not in page.content()
    assert HOSTILE
