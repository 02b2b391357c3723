"""Plain tables, and the word of what is left out of a long one."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.words import said

ROWS_MAX = 200
"""A page is for people: a program asks for --json and gets all."""

LAST_MIN = 24
"""Where it has less, one word a line would be left."""

Row = Sequence[object]


def plain_table(headings: Sequence[str], rows: Iterable[Row], rows_max: int = ROWS_MAX) -> Group:
    """The last column takes what room is left; cells that are `Text` keep their style."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    for heading in headings[:-1]:
        table.add_column(heading, overflow="fold")
    table.add_column(headings[-1], ratio=1, min_width=LAST_MIN, overflow="fold")
    every = list(rows)
    for row in every[:rows_max]:
        table.add_row(*map(_cell, row))
    blocks: list[RenderableType] = [table]
    if len(every) > rows_max:
        blocks.append(Text(f"and {len(every) - rows_max} more: --json has them all", style="dim"))
    return Group(*blocks)


def with_remedy(detail: str, remedy: str) -> Text:
    """What is wrong, and below it what to do."""
    return Text("\n").join((said(detail), said(f"What to do: {remedy}", "dim")))


def beneath(first: object, second: object) -> Text:
    """Two facts in one column, where a line has no room for both."""
    return Text("\n").join((said(first, "bold"), said(second, "dim")))


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    return said("" if value is None else value)
