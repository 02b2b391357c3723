"""`pathways import`: other organisations' exports and public lists as events."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from deploy.cli.connection import KafkaSettings, kafka_settings
from deploy.render.line_report import show
from producers import ceb as ceb_lists
from producers import talentmap as talentmap_exports
from producers.errors import ProducerError
from producers.line_report import DETAILS_MAX, LineReport, check, publish_lines
from producers.lines import Line
from producers.publisher import Publisher
from producers.written_lines import write_lines

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, writable=True, path_type=Path)
_OPTIONS = (
    click.option("--settings", "settings_file", type=_FILE,
                 help="What the source leaves unsaid, as TOML.  [default: the one that ships]"),
    click.option("--dry-run", is_flag=True, help="Read and report, publish nothing, no Kafka."),
    click.option("--write", "events_file", type=_NEW,
                 help="Write the events as JSON Lines to this file instead of publishing."),
    click.option("--json", "as_json", is_flag=True, help="The report as one JSON object."),
    click.option("--report", "report_file", type=_NEW,
                 help="Write the JSON report to this file as well."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the events go, and how the report is told."""

    kafka: KafkaSettings
    dry_run: bool
    events_file: Path | None
    as_json: bool
    report_file: Path | None

    def deliver(self, lines: Iterator[Line]) -> LineReport:
        if self.dry_run:
            return check(lines)
        if self.events_file is not None:
            return _write(lines, self.events_file)
        with Publisher(self.kafka.connect(), self.kafka.prefix) as publisher:
            return publish_lines(lines, publisher)

    def tell(self, report: LineReport) -> None:
        text = json.dumps(report.to_json(), ensure_ascii=False)
        if self.report_file:
            self.report_file.write_text(text + "\n", encoding="utf-8")
        if self.as_json:
            click.echo(text)
        else:
            show(report, self._sum(report), DETAILS_MAX)

    def _sum(self, report: LineReport) -> str:
        fate = "published and acknowledged"
        count = report.published
        if self.dry_run or self.events_file:
            fate, count = ("written" if self.events_file else "good"), report.good
        ending = " Dry run." if self.dry_run else ""
        return f"{count} events {fate}, {report.rejected} records left out.{ending}"


def _delivering(command: Callable[..., Iterator[Line]]) -> Callable[..., Any]:
    """Gives a source the options of all sources, and delivers what it reads."""

    @kafka_settings
    @functools.wraps(command)
    def delivering(
        *,
        settings: KafkaSettings,
        dry_run: bool,
        events_file: Path | None,
        as_json: bool,
        report_file: Path | None,
        **source: Any,
    ) -> None:
        if dry_run and events_file:
            raise click.UsageError("--dry-run writes nothing: leave out --write, or --dry-run.")
        delivery = Delivery(settings, dry_run, events_file, as_json, report_file)
        try:
            report = delivery.deliver(command(**source))
        except ProducerError as error:
            raise click.ClickException(str(error)) from error
        delivery.tell(report)
        click.get_current_context().exit(0 if report.clean else 1)

    for option in reversed(_OPTIONS):
        delivering = option(delivering)
    return delivering


def _write(lines: Iterable[Line], file: Path) -> LineReport:
    report = LineReport()
    with file.open("wb") as out:
        write_lines((good.event for good in report.goods(lines)), out)
    return report


@click.group("import")
def importing() -> None:
    """Publish what other systems export, and report one by one what is not enough for an event.

    What a source leaves unsaid stands in a file of settings, each value with its reason; nothing is
    guessed. Exit code 1 when a record was left out.
    """


@importing.command()
@click.argument("folder", type=_FOLDER)
@_delivering
def talentmap(folder: Path, settings_file: Path | None) -> Iterator[Line]:
    """TalentMAP's XML exports in FOLDER: posts, places, bid cycles, vacancies.

    Importing the same export again changes nothing.
    """
    settings = (
        talentmap_exports.read_settings(settings_file)
        if settings_file
        else talentmap_exports.default_settings()
    )
    return talentmap_exports.read_talentmap(folder, settings)


@importing.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--classes",
    type=_FILE,
    help="Hardship classes: CSV with station, country, hardship_class.  [default: none known]",
)
@_delivering
def ceb(folder: Path, classes: Path | None, settings_file: Path | None) -> Iterator[Line]:
    """The UN CEB's lists of countries and cities in FOLDER, as duty stations.

    A place without a class, or one whose name does not match exactly, is UNCLASSIFIED.
    """
    settings = (
        ceb_lists.read_settings(settings_file) if settings_file else ceb_lists.default_settings()
    )
    return ceb_lists.read_ceb(folder, classes, settings, datetime.now(UTC))


if __name__ == "__main__":
    importing()
