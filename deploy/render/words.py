"""Text of an event made safe and readable for a terminal."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

OUTCOME_STYLE = {"PASS": "green", "FAIL": "bold red", "UNKNOWN": "yellow", "WAIVED": "cyan"}
RATING_STYLE = {"STAR": "bold yellow", "TIER_1": "green", "TIER_2": "cyan", "NOT_READY_YET": "red"}


def said(text: object, style: str = "") -> Text:
    """Words from outside: no markup is obeyed, and no control character reaches the screen."""
    return Text("".join(sign if sign.isprintable() else "\ufffd" for sign in str(text)), style)


Line = tuple[str, Text]
"""A label and what it says."""


def line(label: str, *parts: str | Text) -> Line:
    text = Text()
    for part in parts:
        text.append_text(part if isinstance(part, Text) else said(part))
    return label, text


def lines(given: Iterable[Line]) -> Table:
    """Labels in a narrow column, so that long text wraps beside them and not below."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(style="dim", no_wrap=True, width=9)
    grid.add_column(ratio=1)
    for label, text in given:
        grid.add_row(label, text)
    return grid


def joined(parts: Iterable[Text], between: str = ", ") -> Text:
    return Text(between, style="dim").join(list(parts))


def rating(value: str | None) -> Text:
    return said(value, RATING_STYLE.get(value, "")) if value else Text("not rated", style="dim")
