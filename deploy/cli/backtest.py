"""`pathways backtest`: what would have been with other facts or another policy, beside what was."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from deploy.backtest.document import document
from deploy.backtest.errors import WrongChanges
from deploy.backtest.inputs import ChoiceOption, read_changes
from deploy.backtest.words import asked_of, asked_words
from deploy.cli.history import history_options, history_told_clearly, told_progress
from deploy.cli.page import page_console
from deploy.render.backtest import backtest_tables
from deploy.report.page import report_page
from deploy.report.place import Destination, destination
from schemas.text import to_json
from streams.history.backtest.changes import Choice
from streams.history.backtest.from_now import what_happens_from_now
from streams.history.backtest.in_place import what_would_have_been
from streams.history.logs import Logs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TO_WRITE = click.Path(path_type=Path)


@click.command()
@click.option("--rule-set", type=_FILE, help="A policy, as `pathways policy` reads it.")
@click.option(
    "--void",
    "voided",
    type=ChoiceOption(),
    multiple=True,
    help="These assessments do not count; may be given several times.",
)
@click.option(
    "--recalibrate",
    type=_FILE,
    help="Other ratings, by assessment: JSON, or CSV with assessment_id and rating.",
)
@click.option("--add", type=_FILE, help="Further events, as `pathways publish` takes them.")
@click.option("--replace", "replaces", is_flag=True, help="An added event replaces one of its id.")
@click.option(
    "--in-place/--from-now",
    default=True,
    show_default=True,
    help="What would have been, or what happens if it is published today.",
)
@click.option("--report", type=_TO_WRITE, help="Write one page to this folder or FILE.html.")
@click.option(
    "--events",
    "events_file",
    type=_TO_WRITE,
    help="With --from-now: write the events to publish, for `pathways publish`.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with everything.")
@history_options
def backtest(
    *,
    rule_set: Path | None,
    voided: tuple[Choice, ...],
    recalibrate: Path | None,
    add: Path | None,
    replaces: bool,
    in_place: bool,
    report: Path | None,
    events_file: Path | None,
    as_json: bool,
    logs: Logs,
    processes: int,
) -> None:
    """Lay changes over history, decide it again, and show what differs. Nothing is published.

    In place, corrected facts stand where the wrong ones stood and a rule set counts from its first
    day on. From now, the same changes stand as events behind the end of history, which is what
    publishing them would do.

    The answer is a recommendation to people, and no verdict on anybody (docs/guides/backtest.md).

    Exit code: 0 shown, 1 something does not fit or cannot be read or written, 2 wrong use.
    """
    if not in_place and replaces:
        raise click.UsageError("a published event stays: --replace goes with --in-place alone")
    if events_file and in_place:
        raise click.UsageError("--events writes what to publish: it goes with --from-now")
    with history_told_clearly(), _wrong_changes_told():
        changes = read_changes(rule_set, voided, recalibrate, add, replaces=replaces)
        if not changes.any:
            raise click.UsageError("give at least one change: --rule-set, --void, ... (see --help)")
        to_report = destination(report) if report else None
        to_events = destination(events_file, suffix=None) if events_file else None
        with told_progress(quiet=as_json) as tell:
            work = what_would_have_been if in_place else what_happens_from_now
            outcome = work(logs, changes, processes, tell)
        if to_events:
            lines = (json.dumps(to_json(each), ensure_ascii=False) for each in outcome.appended)
            to_events.write("".join(f"{line}\n" for line in lines))
        if to_report:
            to_report.write(report_page(outcome, changes))
    if as_json:
        click.echo(json.dumps(document(outcome, asked_of(changes)), ensure_ascii=False))
        return
    page_console().print(backtest_tables(outcome, asked_words(changes)))
    _tell_report(to_report)


def _tell_report(written: Destination | None) -> None:
    if written is not None:
        click.echo(f"The report is in {written.file}.")


@contextmanager
def _wrong_changes_told() -> Iterator[None]:
    try:
        yield
    except WrongChanges as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    backtest()
