"""Small charts as inline SVG: two sides beside each other, told in words for who cannot see them.

Before is always the darker, hatched-free grey and after the blue, so that they differ in lightness
too and stay apart on paper and for people who see no colours.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deploy.report.html import Markup, joined, tag

BEFORE, AFTER, ENTERED, LEFT, STAYED = "#9aa5b1", "#1f5fa8", "#1b7f4b", "#b3261e", "#5b6775"
WIDTH = 720
BAR, GAP, LABELS, FIGURES = 11, 12, 190, 60
SLOPE_ROW, SLOPE_SIDE, SLOPE_WIDTH = 22, 190, 560
OFF_LIST = 1.6
"""Rows below the last rank at which those stand who are on no list."""


class Pair(NamedTuple):
    """One thing measured on both sides; None: not told."""

    label: str
    before: int | None
    after: int | None


def bars(title: str, pairs: Sequence[Pair]) -> Markup:
    """Two lying bars for each."""
    most = max((value or 0 for pair in pairs for value in pair[1:]), default=0) or 1
    row = 2 * BAR + GAP
    height = row * len(pairs) + GAP
    drawn = (_bar_pair(pair, number * row + GAP, most) for number, pair in enumerate(pairs))
    return _svg(title, _said(pairs), WIDTH, height, drawn)


def columns(title: str, pairs: Sequence[Pair]) -> Markup:
    """Two standing bars for each, in the order of time."""
    height, base, left = 190, 150, 40
    most = max((value or 0 for pair in pairs for value in pair[1:]), default=0) or 1
    step = (WIDTH - left - 10) / max(len(pairs), 1)
    wide = max(min(step / 2 - 1, 16), 1)
    every = max(len(pairs) // 12, 1)
    drawn = [
        tag("line", x1=left, y1=base, x2=WIDTH, y2=base, stroke=STAYED),
        _words(left - 6, 20, most, "end"),
        _words(left - 6, base, 0, "end"),
    ]
    for number, pair in enumerate(pairs):
        x = left + 4 + number * step
        for side, (value, colour) in enumerate(((pair.before, BEFORE), (pair.after, AFTER))):
            tall = (base - 16) * (value or 0) / most
            drawn.append(_rect(x + side * wide, base - tall, wide, tall, colour))
        if number % every == 0:
            drawn.append(_words(x, base + 16, pair.label, "start"))
    return _svg(title, _said(pairs), WIDTH, height, drawn)


def slopes(title: str, ranks: Sequence[Pair]) -> Markup:
    """Ranks on the list before and after, a line for each person; below the line: on no list."""
    most = max((value or 0 for rank in ranks for value in rank[1:]), default=0)
    below = [most + OFF_LIST, most + OFF_LIST]
    drawn: list[Markup] = []
    for rank in sorted(ranks, key=lambda it: (it.before or 999, it.after or 999)):
        places: list[float] = []
        for side, value in enumerate(rank[1:]):
            places.append(below[side] if value is None else value)
            below[side] += value is None
        drawn.append(_slope(rank, *places))
    height = round(SLOPE_ROW * max(*below, most + 1))
    if any(None in rank[1:] for rank in ranks):
        y = SLOPE_ROW * (most + OFF_LIST / 2)
        drawn.append(
            tag("line", x1=0, y1=y, x2=SLOPE_WIDTH, y2=y, stroke=BEFORE, stroke_dasharray="4 3")
        )
    return _svg(title, _said(ranks), SLOPE_WIDTH, height, drawn)


def legend() -> Markup:
    return tag(
        "p",
        tag("span", "", class_="key", style=f"background:{BEFORE}"),
        "before ",
        tag("span", "", class_="key", style=f"background:{AFTER}"),
        "after",
        class_="legend",
    )


def _slope(rank: Pair, before: float, after: float) -> Markup:
    left, right = SLOPE_SIDE, SLOPE_WIDTH - SLOPE_SIDE
    colour = LEFT if rank.after is None else ENTERED if rank.before is None else STAYED
    if None not in rank[1:] and rank.before != rank.after:
        colour = AFTER
    y1, y2 = SLOPE_ROW * before, SLOPE_ROW * after
    one, other = (f"{value}. " if value else "" for value in rank[1:])
    return joined(
        tag("line", x1=left, y1=y1, x2=right, y2=y2, stroke=colour, stroke_width=2),
        tag("circle", cx=left, cy=y1, r=4, fill=colour),
        tag("circle", cx=right, cy=y2, r=4, fill=colour),
        _words(left - 10, y1 + 4, f"{one}{rank.label}", "end", colour),
        _words(right + 10, y2 + 4, f"{other}{rank.label}", "start", colour),
    )


def _bar_pair(pair: Pair, y: int, most: int) -> Markup:
    room = WIDTH - LABELS - FIGURES
    drawn = [_words(LABELS - 8, y + BAR + 4, pair.label, "end")]
    for side, (value, colour) in enumerate(((pair.before, BEFORE), (pair.after, AFTER))):
        top = y + side * BAR
        wide = room * (value or 0) / most
        drawn.append(_rect(LABELS, top, wide, BAR - 1, colour))
        said = "not told" if value is None else value
        drawn.append(_words(LABELS + wide + 5, top + BAR - 2, said, "start"))
    return joined(*drawn)


def _svg(title: str, words: str, width: int, height: int, drawn: Iterable[Markup]) -> Markup:
    return tag(
        "svg",
        tag("title", title),
        tag("desc", words),
        *drawn,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=f"{title}. {words}",
        style=f"max-width:{width}px",
    )


def _said(pairs: Sequence[Pair]) -> str:
    """What the chart shows, for a reader of the page's text."""
    return "; ".join(
        f"{p.label}: {_value(p.before)} before, {_value(p.after)} after" for p in pairs
    )


def _value(value: int | None) -> str:
    return "none told" if value is None else str(value)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    box = {"x": x, "y": y, "width": width, "height": height}
    return tag("rect", **{name: round(value, 1) for name, value in box.items()}, fill=colour)


def _words(x: float, y: float, text: str | int, anchor: str, colour: str = "#1c2733") -> Markup:
    return tag("text", text, x=round(x, 1), y=round(y, 1), text_anchor=anchor, fill=colour)
