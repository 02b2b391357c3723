"""Asks axe, the field's accessibility checker, what WCAG objects to, up to level AA."""

from functools import cache
from importlib.resources import files
from typing import TypedDict

from playwright.sync_api import Page

# Those of a WCAG that this axe has no rules for yet cost nothing.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Style sheets are not fetched a second time: a page's own policy may refuse that, and complain.
_RUN = """levels => axe.run(document, {
  runOnly: {type: "tag", values: levels}, resultTypes: ["violations"], preload: false,
})"""


class _Node(TypedDict):
    target: list[str]
    failureSummary: str


class _Violation(TypedDict):
    id: str
    impact: str
    help: str
    nodes: list[_Node]


class _Results(TypedDict):
    violations: list[_Violation]


def violations(page: Page) -> list[str]:
    """One finding a line: the rule, how grave it is, where, and what would mend it."""
    # Evaluated by the debugger, which the page's Content-Security-Policy does not bind.
    page.evaluate(_source())
    results: _Results = page.evaluate(_RUN, LEVELS)
    return [_told(rule, node) for rule in results["violations"] for node in rule["nodes"]]


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def _told(rule: _Violation, node: _Node) -> str:
    where = " ".join(str(part) for part in node["target"])
    remedy = " ".join(node["failureSummary"].split())
    return f"{rule['id']} ({rule['impact']}) at {where}: {rule['help']}. {remedy}"
