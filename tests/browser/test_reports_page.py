"""Backtest reports in a real browser: they look as they were made, and run nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from consumers.server import build_server
from deploy.cli.backtest import backtest
from tests.browser.axe import violations
from tests.browser.pictures import screenshot
from tests.browser.screens import PHONE, Screen, on_every_screen
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.unit.written_history import WrittenHistory
from tests.web.house import furnished, listening

EVIL = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>evil</title>
<style>h1 { color: rgb(1, 2, 3) }</style></head>
<body><h1>Numbers</h1><script>document.title = parent.document.title = "taken"</script>
<img src="/static/icon.svg" onerror="document.title = 'taken'" alt="">
<form action="/sign-out" method="post"><button>Go</button></form></body></html>"""


@pytest.fixture(scope="module")
def address(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("reports")
    asked = ["--void", "panel=2024-autumn-panel-3", "--report", str(folder / "panel-3.html")]
    made = CliRunner().invoke(backtest, [*asked, *written_history.options])
    assert made.exit_code == 0, made.output
    (folder / "evil.html").write_text(EVIL)
    with furnished(written_history, tmp_path_factory.mktemp("house")) as house:
        ports = replace(house.serving.ports, reports=folder)
        with listening(build_server(replace(house.serving, ports=ports))) as served:
            yield served


@on_every_screen
def test_a_report_looks_as_it_was_made(page: Page, address: str, screen: Screen) -> None:
    phone = "-phone" if screen == PHONE else ""
    open_as(page, address, "auditor", "/reports")
    assert violations(page) == []
    screenshot(page, f"reports{phone}")
    page.get_by_role("link", name="panel-3.html").click()
    report = page.frame_locator("iframe.report")
    expect(report.get_by_role("heading", level=1)).to_have_text("What would have been different")
    # Its own style is in force: the page's own letters are another size.
    width = report.locator("main").evaluate("main => getComputedStyle(main).maxWidth")
    assert width != "none"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == screen.width
    screenshot(page, f"report{phone}")


@pytest.mark.parametrize("path", ["/reports/evil.html", "/reports/evil.html/file"])
def test_a_report_runs_nothing_in_its_frame_or_alone(
    page: Page, address: str, witness: Witness, path: str
) -> None:
    # Chromium says so for each thing that it refuses, which is what this test is about.
    witness.forgive("Blocked script execution")
    witness.forgive("Blocked form submission")
    witness.forgive("Content Security Policy")
    open_as(page, address, "auditor", "/reports")
    page.goto(f"{address}{path}")
    inside = page.frame_locator("iframe.report") if path.endswith("html") else page
    heading = inside.get_by_role("heading", name="Numbers")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    assert page.title() != "taken"
    inside.get_by_role("button", name="Go").click()
    page.goto(f"{address}/reports")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
