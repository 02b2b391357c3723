"""The figures as a table on the screen and as a file."""

import json
from collections.abc import Iterable
from pathlib import Path

from rich.table import Table

from bench.figure import Figure

FILE = Path("build", "bench.json")


def table(figures: Iterable[Figure]) -> Table:
    """One row for each figure, with what it has to be judged by beside it."""
    rows = Table(title="Pathways, measured", title_justify="left")
    rows.add_column("figure", no_wrap=True)
    for heading in ("value", "goal", "spread"):
        rows.add_column(heading, justify="right")
    rows.add_column("beside")
    for heading in ("its value", "ratio", "steal", "load"):
        rows.add_column(heading, justify="right")
    for figure in figures:
        rows.add_row(*_row(figure))
    return rows


def write(figures: Iterable[Figure], file: Path = FILE) -> None:
    """A list with one object for each figure."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")


def _row(figure: Figure) -> tuple[str, ...]:
    low, high = figure.spread
    peer, ratio = figure.peer, figure.ratio
    return (
        figure.name,
        f"[{_colour(figure)}]{_number(figure.value)} {figure.unit}[/]",
        str(figure.goal or ""),
        f"{_number(low)} to {_number(high)} ({len(figure.repetitions)})",
        peer.name if peer else "",
        _number(peer.value) if peer else "",
        f"{ratio:.2f}" if ratio is not None else "",
        f"{figure.steal_percent:.1f} %",
        f"{figure.load_before:.1f}",
    )


def _colour(figure: Figure) -> str:
    return {None: "default", True: "green", False: "red"}[figure.reached]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
