"""Starts a Chromium with the options that tests need; says whether one starts at all."""

from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

# Playwright's own options are in force beside these; among them no sandbox, which neither root nor
# a container can have, and which nobody needs who opens only his own pages.
OPTIONS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # No name but this machine's own is ever looked up: no request can leave, by whatever means.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    # Letters are drawn alike on every machine that has the same fonts.
    "--disable-lcd-text",
    "--font-render-hinting=none",
)
START_MS = 120_000


def start(playwright: Playwright, program: Path) -> Browser:
    return playwright.chromium.launch(
        executable_path=program, headless=True, args=OPTIONS, timeout=START_MS
    )


def failure(program: Path) -> str | None:
    """Why the program cannot show a page; nothing where it can."""
    with sync_playwright() as playwright:
        try:
            browser = start(playwright, program)
            browser.new_page().set_content("<p>ready</p>")
            browser.close()
        except Error as error:
            return error.message
    return None


def playwrights_own() -> Path | None:
    """The Chromium that Playwright has downloaded for itself."""
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.exists() else None
