"""What a browser test asks for: a Chromium, pages that nobody has used, and a witness.

Playwright's event loop counts as running on the main thread for as long as Playwright lives, and
`asyncio.run` is refused meanwhile. So it lives for one module of tests: no other module sees it,
and within one, `asyncio.run` belongs into a thread.
"""

import os
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.find import NoChromium, known
from tests.browser.screens import DESK, Screen
from tests.browser.start import start
from tests.browser.witness import Witness

# Other tests keep the processors busy; a page that is right is waited for, however slow.
ACTION_MS = 30_000
NAVIGATION_MS = 60_000


class NewPage(Protocol):
    """Opens a page in a context of its own: no cookie, no storage, no history."""

    def __call__(
        self, screen: Screen = ..., *, javascript: bool = ..., dark: bool = ...
    ) -> Page: ...


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if (program := known(os.environ)) is None:
        raise NoChromium("None was looked for yet, or the one that was found is gone.")
    expect.set_options(timeout=ACTION_MS)
    with sync_playwright() as playwright:
        running = start(playwright, program)
        yield running
        running.close()


@pytest.fixture
def screen() -> Screen:
    """The screen of `page`; a test that is marked `on_every_screen` has each."""
    return DESK


@pytest.fixture
def witness() -> Witness:
    """Whom a test tells which complaints to forgive."""
    return Witness()


@pytest.fixture
def new_page(browser: Browser, witness: Witness) -> Iterator[NewPage]:
    """Opens pages for as many people as a test has; the test fails if one has cause to complain."""
    contexts: list[BrowserContext] = []

    def opened(screen: Screen = DESK, *, javascript: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport=screen.size,
            has_touch=screen.touched,
            is_mobile=screen.touched,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en",
            timezone_id="UTC",
        )
        contexts.append(context)
        context.set_default_timeout(ACTION_MS)
        context.set_default_navigation_timeout(NAVIGATION_MS)
        witness.watch(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    # Asked when all are closed: by then everything up to the last step of the test was told.
    if complaints := witness.complaints():
        pytest.fail("\n".join(["The browser complains:", *complaints]), pytrace=False)


@pytest.fixture
def page(new_page: NewPage, screen: Screen) -> Page:
    return new_page(screen)
