"""`python -m bench`: measures everything, or what is named, prints a table and writes a file."""

from time import monotonic

import click
from rich.console import Console

from bench.figure import Figure
from bench.measure import FULL, LONG, MEASUREMENTS, QUICK
from bench.report import FILE, table, write
from bench.site import site

TABLE_WIDTH = 150
"""Narrower, the figures cannot be read; a terminal may wrap the lines."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice((*MEASUREMENTS, *LONG)))
@click.option("--quick", is_flag=True, help="Smaller and once: to try the bench, not to believe.")
def bench(names: tuple[str, ...], quick: bool) -> None:
    """Measure Pathways on a Kafka of its own: all but the long ones, or NAMES alone."""
    console, begun = Console(), monotonic()
    figures: list[Figure] = []
    with site() as place:
        for name in names or tuple(MEASUREMENTS):
            console.print(f"{monotonic() - begun:4.0f} s  {name}", highlight=False)
            figures.extend({**MEASUREMENTS, **LONG}[name](place, QUICK if quick else FULL))
    wide = Console(width=max(console.width, TABLE_WIDTH))
    wide.print(table(figures))
    write(figures)
    console.print(f"{monotonic() - begun:.0f} s; written to {FILE}", highlight=False)


if __name__ == "__main__":
    bench()
