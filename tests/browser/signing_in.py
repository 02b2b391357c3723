"""Opens a page of the console as somebody with a role."""

from urllib.parse import quote

from playwright.sync_api import Page

from consumers.web.roles import Role
from tests.web.house import TOKENS


def open_as(page: Page, address: str, role: Role, path: str = "/") -> None:
    """Signs in by the sign-in page, which leads on to the path."""
    page.goto(f"{address}/sign-in?next={quote(path, safe='')}")
    page.get_by_label("Token").fill(TOKENS[role])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    # Until then a click is the browser's alone: no script has taken it over yet.
    page.wait_for_load_state()
