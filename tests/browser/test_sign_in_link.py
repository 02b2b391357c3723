"""A link that `pathways serve` tells: its token reaches the form and nobody else."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from prometheus_client import CollectorRegistry

from deploy.serving.metrics import ServerMetrics
from deploy.serving.tokens_of_a_run import sign_in_link
from deploy.serving.watched import Watched
from tests.browser.signing_in import open_as
from tests.browser.witness import Witness
from tests.unit.written_history import WrittenHistory
from tests.web.house import TOKENS, House, furnished, listening

FILE = "house.db"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def made(written_history: WrittenHistory, folder: Path) -> Iterator[House]:
    with furnished(written_history, folder) as house:
        yield house


@pytest.fixture(scope="module")
def address(made: House) -> Iterator[str]:
    counted = ServerMetrics(CollectorRegistry())
    app: Any = Watched(made.app, made.serving.tokens, counted, lambda: datetime.now(UTC))
    with listening(app) as served:
        yield served


def test_a_link_fills_in_the_form_leaves_the_address_and_waits_for_its_reader(
    page: Page, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    page.goto(sign_in_link(address, TOKENS["auditor"]))
    expect(page.get_by_label("Token")).to_have_value(TOKENS["auditor"])
    expect(page).to_have_url(f"{address}/sign-in")
    expect(page.get_by_role("button", name="Sign in")).to_be_focused()
    assert not [one for one in asked if "pw_" in one]
    page.keyboard.press("Enter")
    expect(page.get_by_text("auditor-desk, auditor")).to_be_visible()
    assert "pw_" not in caplog.text


def test_a_page_of_a_read_model_that_is_away_comes_back_by_itself(
    page: Page, address: str, folder: Path, witness: Witness
) -> None:
    open_as(page, address, "viewer")
    away = folder / "away"
    away.mkdir()
    for part in folder.glob(f"{FILE}*"):
        part.rename(away / part.name)
    witness.forgive("503")
    # An open connection reads on for two seconds.
    page.wait_for_timeout(3_000)
    page.goto(address)
    expect(page.get_by_text("There is no read model yet")).to_be_visible()
    for part in folder.glob(f"{FILE}*"):
        part.unlink()
    for part in away.iterdir():
        part.replace(folder / part.name)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
