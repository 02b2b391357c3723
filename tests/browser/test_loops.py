"""Playwright's event loop is no other test's: `asyncio.run` works before, between and after."""

from pathlib import Path

from tests.browser.planted import run_planted

_LOOP = """
import asyncio

def test_{name}():
    asyncio.run(asyncio.sleep(0))
"""
_BROWSER = """
import asyncio
from concurrent.futures import ThreadPoolExecutor

def test_{name}(page):
    page.set_content("<p>here</p>")
    assert page.inner_text("p") == "here"

def test_{name}_thread(page):
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, asyncio.sleep(0)).result()
    page.set_content("<p>still here</p>")
"""
_FILES = {
    "test_a.py": _LOOP.format(name="before"),
    "test_b.py": _BROWSER.format(name="first"),
    "test_c.py": _LOOP.format(name="between"),
    "test_d.py": _BROWSER.format(name="second"),
    "test_e.py": _LOOP.format(name="after"),
}


def test_modules_with_and_without_a_browser_share_a_process(tmp_path: Path) -> None:
    run = run_planted(tmp_path, _FILES)
    assert len(run.ends) == 7, run.told
    assert set(run.ends.values()) == {"PASSED"}, run.told
