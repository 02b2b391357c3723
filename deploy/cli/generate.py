"""`pathways generate`: a believable history as JSON Lines, the same for the same arguments."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from producers.errors import SettingsWrong
from producers.exercise_year import Year, exercise_history
from producers.reference import Organisation, built_in, read_organisation
from producers.scenario import scenario
from producers.written_lines import write_lines


@click.command()
@click.option(
    "--candidates",
    type=click.IntRange(0, 10_000_000),
    default=250,
    show_default=True,
    help="How many people; each makes some fourteen events.",
)
@click.option(
    "--vacancies",
    type=click.IntRange(0, 1_000_000),
    default=20,
    show_default=True,
    help="How many posts fall vacant.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The history ends where this UTC day begins.  [default: today]",
)
@click.option("--years", type=click.IntRange(1), default=2, show_default=True, help="Its length.")
@click.option(
    "--days",
    is_flag=True,
    help="In order of recording, with a DayStarted for each date: for histories read without"
    " workers, which publish the day by themselves. Keeps the history in memory.",
)
@click.option("--duplicates", is_flag=True, help="Repeat about one event in a hundred.")
@click.option(
    "--organisation",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another organisation, from the files that producers/reference has of the built-in one.",
)
@click.option(
    "--exercise",
    is_flag=True,
    help="Instead, the one year before --as-of with a rotation exercise in it, day by day: people"
    " in posts, a catalogue, preferences, rankings, a slate that is asked for and signed, and"
    " seats of a leadership programme. Takes --candidates, --seed and --organisation.",
)
@click.option("--out", type=click.File("wb"), help="File to write.  [default: standard output]")
def generate(
    as_of: datetime | None,
    directory: Path | None,
    exercise: bool,
    out: BinaryIO | None,
    **size: Any,
) -> None:
    """Write a made-up history of the Pool: real duty stations and grades, people who do not exist.

    The same arguments give the same bytes on every machine (give --as-of: its default moves on).
    `pathways generate | pathways publish -` fills a Pool; with no candidates and no vacancies it
    writes the organisation's reference events alone.
    """
    day = as_of.date() if as_of else _today()
    organisation = _organisation(directory)
    try:
        if exercise:
            events = exercise_history(Year(size["candidates"], size["seed"], day, organisation))
        else:
            events = scenario(as_of=day, organisation=organisation, **size)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    write_lines(events, out or sys.stdout.buffer)


def _organisation(directory: Path | None) -> Organisation:
    if directory is None:
        return built_in()
    try:
        return read_organisation(directory)
    except SettingsWrong as error:
        raise click.ClickException(str(error)) from error


def _today() -> date:
    return datetime.now(UTC).date()


if __name__ == "__main__":
    generate()
