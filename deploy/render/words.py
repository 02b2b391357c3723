"""Text of an event made safe and readable for a terminal."""

from collections.abc import Iterable

from rich.console import RenderableType
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


def section(title: str, body: RenderableType, style: str = "bold") -> Table:
    """A part of a page under its own title, with a blank line before it."""
    part = Table.grid(expand=True, padding=(0, 0))
    part.add_column(ratio=1)
    part.add_row("")
    part.add_row(said(title, style))
    part.add_row(body)
    return part


def joined(parts: Iterable[Text], between: str = ", ") -> Text:
    return Text(between, style="dim").join(list(parts))


def rating(value: str | None) -> Text:
    return said(value, RATING_STYLE.get(value, "")) if value else Text("not rated", style="dim")


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
