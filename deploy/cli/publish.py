"""`pathways publish`: a file of events to Kafka, and a report of each line that is wrong."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from deploy.cli.connection import KafkaSettings, kafka_settings
from deploy.render.line_report import show
from producers.errors import ProducerError
from producers.json_lines import read_lines
from producers.line_report import LineReport, check, publish_lines
from producers.lines import Line
from producers.mapping import read_csv, read_plan
from producers.publisher import Compression, Publisher

PROGRESS_LINES = 200
Read = Callable[[BinaryIO], Iterator[Line]]


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="FILE is CSV; this TOML file says which column is which field.",
)
@click.option("--dry-run", is_flag=True, help="Check every line, publish nothing, need no Kafka.")
@click.option(
    "--all-or-nothing", is_flag=True, help="Publish only if every line is good; reads twice."
)
@click.option("--compress", is_flag=True, help="Compress with gzip on the way.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the JSON report to this file as well.",
)
@kafka_settings
@click.pass_context
def publish(
    context: click.Context,
    *,
    file: BinaryIO,
    settings: KafkaSettings,
    mapping_file: Path | None,
    dry_run: bool,
    all_or_nothing: bool,
    compress: bool,
    as_json: bool,
    report_file: Path | None,
) -> None:
    """Publish the events of FILE (JSON Lines, `-` for standard input; CSV with --mapping).

    Each line is one event: {"type": "VacancyOpened", "event_id": ..., ...}. Of a CSV file each row
    makes the events that the mapping says (docs/guides/import.md). Good lines are
    published, bad ones are listed with their number, what is wrong, where, and what to do.
    Publishing the same file again is safe: an event that arrives twice counts once.

    Exit code 1 when a line was rejected or not published.
    """
    try:
        with ExitStack() as stack:
            read = _reading(mapping_file)
            source = stack.enter_context(_readable_twice(file)) if all_or_nothing else file
            report = _report(source, read, None if dry_run else settings, all_or_nothing, compress)
    except ProducerError as error:
        raise click.ClickException(str(error)) from error
    text = json.dumps(report.to_json(), ensure_ascii=False)
    if report_file:
        report_file.write_text(text + "\n", encoding="utf-8")
    if as_json:
        click.echo(text)
    else:
        show(report, _sum(report, dry_run=dry_run, all_or_nothing=all_or_nothing))
    context.exit(0 if report.clean else 1)


def _reading(mapping_file: Path | None) -> Read:
    if mapping_file is None:
        return read_lines
    plan = read_plan(mapping_file)
    return lambda file: read_csv(file, plan)


def _report(
    file: BinaryIO,
    read: Read,
    settings: KafkaSettings | None,
    all_or_nothing: bool,
    compress: bool,
) -> LineReport:
    """Without settings every line is only checked."""
    if settings is None or all_or_nothing:
        checked = _with_progress(file, read, "checking", check)
        if settings is None or not checked.clean:
            return checked
        file.seek(0)
    compression: Compression | None = "gzip" if compress else None
    with Publisher(settings.connect(), settings.prefix, compression=compression) as publisher:
        return _with_progress(
            file, read, "publishing", lambda lines: publish_lines(lines, publisher)
        )


def _with_progress(
    file: BinaryIO, read: Read, doing: str, work: Callable[[Iterator[Line]], LineReport]
) -> LineReport:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.fields[lines]} lines"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(doing, total=_size(file), lines=0)

        def counted() -> Iterator[Line]:
            count = 0
            for count, line in enumerate(read(file), 1):
                if count % PROGRESS_LINES == 0:
                    done = file.tell() if file.seekable() else count
                    progress.update(task, completed=done, lines=count)
                yield line
            progress.update(task, lines=count)

        return work(counted())


def _size(file: BinaryIO) -> int | None:
    if not file.seekable():
        return None
    at = file.tell()
    size = file.seek(0, os.SEEK_END)
    file.seek(at)
    return size


@contextmanager
def _readable_twice(file: BinaryIO) -> Iterator[BinaryIO]:
    if file.seekable():
        yield file
        return
    with TemporaryFile() as kept:
        shutil.copyfileobj(file, kept)
        kept.seek(0)
        yield kept


def _sum(report: LineReport, *, dry_run: bool, all_or_nothing: bool) -> str:
    if not report.lines:
        return "There is no event in this file: nothing was published."
    if dry_run:
        return f"{report.lines} lines: {report.good} good, {report.rejected} rejected. Dry run."
    if all_or_nothing and report.rejected:
        return f"{report.lines} lines, {report.rejected} rejected: nothing was published."
    return (
        f"{report.lines} lines: {report.published} published and acknowledged,"
        f" {report.rejected} rejected, {len(report.unpublished)} not acknowledged."
    )


if __name__ == "__main__":
    publish()
