"""Text that somebody upstream wrote does nothing on a page but be read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from consumers.web.roles import Role
from schemas.events import DecisionRefused
from tests.browser.axe import violations
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.console import with_other_ports
from tests.web.hostile import HOSTILE, TURNS, hostile, hostile_document
from tests.web.house import House, furnished, listening
from tests.web.telling import DAY, Telling, decided, listed, opened, said, telling

EXPLAINED = ("v-4c93fea1b6e5d9bc", "c-769eecfddf49ccd4")
"""Of the written history."""
AFTER_REVIEW = "v-advised"


@dataclass
class Site:
    address: str
    house: House


@pytest.fixture(scope="module")
def site(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    with furnished(written_history, folder) as house:
        with telling(house) as writer:
            _tell(writer)
        explained = hostile_document(house.serving.ports.explain(*EXPLAINED))
        other = with_other_ports(
            house,
            explain=lambda vacancy_id, candidate_id: explained,
            status=lambda: {"units": [_unit()]},
        )
        with listening(other.app) as address:
            yield Site(address, other)


def _tell(writer: Telling) -> None:
    """A list with two revisions, one of every other kind, and every kind of decision."""
    writer.tell(hostile(opened("v")), hostile(listed("v", 1)), hostile(listed("v", 2)))
    for kind in ("Withdrawn", "Deferred", "Held", "Expired"):
        writer.tell(hostile(opened(kind), vacancy_id=kind))
        writer.tell(hostile(said(kind, kind), vacancy_id=kind))
    writer.tell(hostile(listed(AFTER_REVIEW, 1), vacancy_id=AFTER_REVIEW))
    advice = said("Advised", AFTER_REVIEW, 2, reviewed_revision=1)
    writer.tell(hostile(advice, vacancy_id=AFTER_REVIEW))
    for number, kind in enumerate(("CandidateShortlisted", "OfferMade", "WaiverRequested")):
        event = decided(kind, HOSTILE, f"d-{number}")
        writer.tell(hostile(event, event_id=f"d-{number}"))
    refused: DecisionRefused = replace(golden("DecisionRefused"), as_of=DAY)
    writer.tell(hostile(refused, decision_event_id="d-0"))


def _unit() -> dict[str, object]:
    words = dict.fromkeys(("stage", "topic", "reason"), HOSTILE)
    return words | {"partition": 0, "state": "quarantined", "lag": 7}


PATHS = (
    "/",
    f"/vacancies/{quote(HOSTILE, safe='')}",
    f"/vacancies/{quote(HOSTILE, safe='')}?revision=1",
    *(f"/vacancies/{kind}" for kind in ("Withdrawn", "Deferred", "Held", "Expired")),
    f"/vacancies/{AFTER_REVIEW}",
    f"/why-not/{quote(HOSTILE, safe='')}?candidate_id={quote(HOSTILE[:150], safe='')}",
)


@pytest.mark.parametrize("role", ["hr_partner", "auditor", "viewer"])
def test_no_page_obeys_it(page: Page, site: Site, role: Role, witness: Witness) -> None:
    witness.forgive("status of 403")
    open_as(page, site.address, role)
    for path in PATHS:
        answer = page.goto(site.address + path)
        private = path.startswith("/why-not") and role == "viewer"
        assert answer is not None
        assert answer.status == (403 if private else 200), path
        page.wait_for_timeout(100)
        assert_inert(page)


def test_it_is_shown_as_the_text_that_it_is(page: Page, site: Site) -> None:
    open_as(page, site.address, "hr_partner", PATHS[1])
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    shown = page.inner_text("main")
    assert "<script>window.harmed=1</script>" in shown
    assert "{{7*7}} {7}" in shown
    assert TURNS not in shown
    assert violations(page) == []


def test_a_form_that_comes_back_shows_it_and_does_not_obey_it(
    page: Page, site: Site, witness: Witness
) -> None:
    witness.forgive("status of 422")
    open_as(page, site.address, "hr_partner", f"/vacancies/{AFTER_REVIEW}")
    page.get_by_text("Return the list").first.click()
    form = page.get_by_role("form", name="Return the list")
    form.get_by_label("What is to be put right").fill(HOSTILE.replace(TURNS, ""))
    page.evaluate("document.querySelector('#decide-ProposalReturned [name=key]').value = ''")
    form.get_by_role("button", name="Return the list").click()
    form.get_by_role("alert").first.wait_for()
    assert form.get_by_label("What is to be put right").input_value() == HOSTILE.replace(TURNS, "")
    assert_inert(page)


def test_nor_does_what_htmx_fetches(page: Page, site: Site) -> None:
    open_as(page, site.address, "auditor", PATHS[1])
    page.get_by_label("Candidate id").fill("c-1")
    page.get_by_role("button", name="Ask").click()
    page.locator("#why-not-answer h3").wait_for()
    assert_inert(page)
    open_as(page, site.address, "auditor")
    page.locator("#kafka table").wait_for()
    assert_inert(page)


def assert_inert(page: Page) -> None:
    """Nothing ran, nothing was made an element, no link leads into a script."""
    assert page.evaluate("window.harmed") is None
    assert page.locator("body script, body img, body a[href^='javascript:' i]").count() == 0
    assert page.locator("[onerror], [onclick], [onload]").count() == 0
    assert TURNS not in page.content()
