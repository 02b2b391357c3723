"""Pieces of a page that several sections use."""

import re
from collections.abc import Iterable, Sequence

from deploy.report.html import Child, Markup, tag


def table(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Child]],
    kinds: Sequence[str] | None = None,
) -> Markup:
    """The first cell of a row is its heading; numbers stand at the right. `kinds`: of the rows."""
    held = [list(row) for row in rows]
    numbers = [
        bool(held) and all(isinstance(row[at], int) or _is_signed(row[at]) for row in held)
        for at in range(len(headings))
    ]
    classes = ["number" if number else None for number in numbers]
    head = (
        tag("th", words, scope="col", class_=name)
        for words, name in zip(headings, classes, strict=True)
    )
    body = (
        tag("tr", *_cells(row, classes), class_=kind)
        for row, kind in zip(held, kinds or [""] * len(held), strict=True)
    )
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *head)),
        tag("tbody", *body),
    )


def section(title: str, *children: Child) -> Markup:
    return tag("section", tag("h2", title), *children)


def paragraph(text: str, kind: str | None = None) -> Markup:
    return tag("p", text, class_=kind)


NO_CHANGE = "none"
_SIGNED = re.compile(r"[+-]\d+")


def signed(difference: int) -> str:
    return f"{difference:+d}" if difference else NO_CHANGE


def _is_signed(cell: Child) -> bool:
    return isinstance(cell, str) and (
        cell == NO_CHANGE or (cell[:1] in "+-" and cell[1:].isdigit())
    )


def _cells(row: Sequence[Child], classes: Sequence[str | None]) -> Iterable[Markup]:
    yield tag("th", row[0], scope="row", class_=classes[0])
    for cell, name in zip(row[1:], classes[1:], strict=True):
        yield tag("td", cell, class_=name)
