"""The horizon in a real browser: openings month by month, and where the bench will be short."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schemas.events import AnticipatedOpening, BenchStrength, DutyStationKey
from tests.browser.axe import violations
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.unit.written_history import WrittenHistory
from tests.web.hostile import TURNS, hostile
from tests.web.house import listening
from tests.web.stage_story import told
from tests.web.visiting import empty_house
from tests.web.written_on import WrittenOn, written_on

MADE = date(2027, 3, 1)
MONTHS = [date(at // 12, at % 12 + 1, 1) for at in range(2027 * 12 + 2, 2027 * 12 + 14)]


@dataclass
class Site:
    address: str
    writing: WrittenOn


@pytest.fixture(scope="module")
def site(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An empty house but for what is told here: none is sooner furnished."""
    with (
        empty_house(written_history, tmp_path_factory.mktemp("horizon")) as house,
        written_on(str(house.serving.engine.url)) as writing,
        listening(house.app) as address,
    ):
        writing.write("horizon", 0, forecast("COM"), forecast("RMO", 3))
        yield Site(address, writing)


def forecast(job_group: str, every: int = 1, made: date = MADE) -> Any:
    event_id = f"horizon/{job_group}/{made:%Y-%m}"
    openings = tuple(opening(n) for n in range(0, 14, every))
    strength = tuple(strength_of(grade, n) for grade in ("P-4", "P-5") for n in range(12))
    parts = tuple(
        strength_of("P-5", number, dimension, value)
        for dimension, value in (("LANGUAGE", "fr"), ("LANGUAGE", "ar"), ("HARDSHIP", "E"))
        for number in range(12)
    )
    figures = {"openings": openings, "strength": (*strength, *parts)}
    return told(
        "HorizonForecast", event_id, 60, job_group=job_group, month=made, as_of=made, **figures
    )


def opening(number: int) -> AnticipatedOpening:
    month = MONTHS[(number * 5 + number // 4) % 12]
    return AnticipatedOpening(
        vacancy_id=f"post-{200 + number}/{month.replace(day=15)}",
        post_id=f"post-{200 + number}",
        grade="P-5" if number % 3 else "P-4",
        duty_station=DutyStationKey(country="KE", city_code="NBO01"),
        hardship_class="D" if number % 2 else None,
        reason="RETIREMENT" if number % 4 == 1 else "INCUMBENT_ROTATED",
        expected_on=month.replace(day=15),
        eligible=(number * 3) % 7 if number != 9 else 0,
        cannot_confirm=number % 3,
        expiring=number % 2,
    )


def strength_of(grade: str, number: int, dimension: Any = "ALL", value: str = "all") -> Any:
    few = {"ALL": 9 if grade == "P-5" else 4, "LANGUAGE": 5, "HARDSHIP": 4}[dimension]
    members = few - number // 2
    openings = 1 if number % 2 else 0
    so_far = (number + 1) // 2
    return BenchStrength(
        month=MONTHS[number],
        grade=grade,
        dimension=dimension,
        value=value,
        members=max(members, 0),
        openings=openings,
        gap=max(so_far - max(members, 0), 0),
    )


@on_every_screen
def test_the_pages_fit_the_screen_and_axe_finds_nothing(
    page: Page, site: Site, screen: Screen
) -> None:
    end = "-phone" if screen == PHONE else ""
    open_as(page, site.address, "hr_partner", "/horizon")
    for path, picture in (("/horizon", "horizons"), ("/horizon/COM", "horizon")):
        page.goto(site.address + path)
        screenshot(page, picture + end, full=True)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == screen.width


def test_where_it_will_be_short_is_said_in_words_and_leads_on(page: Page, site: Site) -> None:
    open_as(page, site.address, "viewer", "/horizon")
    row = page.get_by_role("row", name="COM")
    expect(row).to_contain_text("P-4: 6 short, from")
    row.get_by_role("link", name="COM").click()
    expect(page.get_by_role("heading", level=3, name="P-4")).to_contain_text("6 short, from")
    expect(page.get_by_role("img", name="Openings of COM by month")).to_be_visible()
    expect(page.get_by_text("Your role does not see the bench by language")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Cannot be confirmed")).to_have_count(0)
    page.locator("a[href*='ends_by=']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Roster")


def test_a_new_forecast_comes_by_itself_and_the_last_one_can_be_read(
    page: Page, site: Site
) -> None:
    open_as(page, site.address, "auditor", "/horizon/RMO")
    expect(page.locator("#made")).to_contain_text("Forecast of Mar 2027")
    site.writing.write("horizon", 0, forecast("RMO", 2, date(2027, 4, 1)))
    expect(page.locator("#made")).to_contain_text("Forecast of Apr 2027")
    page.get_by_role("link", name="Mar 2027").click()
    expect(page.get_by_text("This is not the last forecast.")).to_be_visible()


def test_text_from_elsewhere_is_read_and_not_obeyed(page: Page, site: Site) -> None:
    site.writing.write("horizon", 0, hostile(forecast("X"), job_group="X"))
    open_as(page, site.address, "hr_partner", "/horizon/X")
    for path in ("/horizon/X", "/horizon"):
        page.goto(site.address + path)
        expect(page.locator("main")).to_contain_text("<script>")
        assert page.evaluate("window.harmed") is None
        assert page.locator("main script, main img, [onerror]").count() == 0
        assert TURNS not in page.content()
