"""Takes a picture of a page that looks the same each time; the guides' pictures come from here."""

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build/screenshots"
DOCS = ROOT / "docs/images"
VARIABLE = "PATHWAYS_DOCS_IMAGES"
_HEADS = "for (const head of document.querySelectorAll('header')) head.style.position = "
"""A head that stays in sight would stand in the middle of a picture of the whole page. Set by
script: a style that Playwright writes into the page is refused, and told, by the page's policy."""


def screenshot(page: Page, name: str, *, full: bool = False) -> Path:
    """Write NAME.png: to docs/images where PATHWAYS_DOCS_IMAGES=1 asks for it, else to build/."""
    folder = DOCS if os.environ.get(VARIABLE) == "1" else BUILT
    path = folder / f"{name}.png"
    # A letter that arrives later would be drawn with another font until then.
    page.evaluate("document.fonts.ready.then(() => true)")
    if full:
        page.evaluate(f"() => {{ {_HEADS} 'static' }}")
    page.screenshot(path=path, animations="disabled", caret="hide", scale="css", full_page=full)
    if full:
        page.evaluate(f"() => {{ {_HEADS} '' }}")
    return path
