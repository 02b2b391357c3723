"""`pathways rotation compare`: two slates beside each other, or one run done otherwise."""

import json
import re
from pathlib import Path

import click

from deploy.cli.acting import AS_JSON, acted_clearly
from deploy.cli.history import history_options, told_progress
from deploy.cli.page import page_console
from deploy.cli.rotation_slate import METHODS
from deploy.render.slate import slate_named
from deploy.render.slate_difference import difference_page
from deploy.rotation.document import difference_document
from deploy.rotation.otherwise import otherwise_words, read_otherwise
from streams.history.exercise.comparing import compared
from streams.history.exercise.otherwise import Otherwise
from streams.history.exercise.slates import SlateNumber
from streams.history.exercise.what_if import what_if
from streams.history.logs import Logs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NUMBER = re.compile(r"(?P<run>[1-9]\d{0,8})(\.(?P<revision>[1-9]\d{0,8}))?")


class Number(click.ParamType):
    """`2` for the last revision of run 2, `2.1` for its first."""

    name = "RUN[.REVISION]"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> SlateNumber:
        if isinstance(value, SlateNumber):
            return value
        found = _NUMBER.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is no run such as 2, nor a revision of one such as 2.1")
        revision = found["revision"]
        return SlateNumber(int(found["run"]), int(revision) if revision else None)


@click.command(short_help="Two slates, or one run done otherwise.")
@click.argument("cycle")
@click.option("--run", "run", type=Number(), help="Of what slate.  [default: the last run]")
@click.option("--with", "other", type=Number(), help="A second slate of the log.")
@click.option("--method", type=click.Choice(list(METHODS)), help="Made by this method.")
@click.option("--rule-set", type=_FILE, help="By this policy, as `pathways policy` reads it.")
@click.option(
    "--policy", type=_FILE, help="By this exercise policy: TOML, its values with sources."
)
@click.option(
    "--events",
    type=_FILE,
    help="With these PreferencesRanked and HirerRankingSubmitted, as `pathways publish` takes "
    "them: each in place of what was ranked.",
)
@AS_JSON
@history_options
def compare(
    *,
    cycle: str,
    run: SlateNumber | None,
    other: SlateNumber | None,
    method: str | None,
    rule_set: Path | None,
    policy: Path | None,
    events: Path | None,
    as_json: bool,
    logs: Logs,
    processes: int,
) -> None:
    """Show what differs between two slates of CYCLE, or if a run had been done otherwise.

    --run A --with B compares what the log has. Any of --method, --rule-set, --policy and --events
    makes a run again with that laid over it, from the facts as they were then. Nothing is
    published and nothing written.

    Exit code: 0 shown, 1 something does not fit or cannot be read, 2 wrong use.
    """
    otherwise = any((method, rule_set, policy, events))
    _check(run, other, otherwise=otherwise)
    with acted_clearly(), told_progress(quiet=as_json) as tell:
        if run is not None and other is not None:
            found = compared(logs, cycle, run, other)
            after = slate_named(found.after)
        else:
            by = METHODS[method] if method else None
            given: Otherwise = read_otherwise(cycle, by, rule_set, policy, events)
            found = what_if(logs, cycle, given, processes, tell, run.run if run else None)
            after = otherwise_words(given)
    if as_json:
        click.echo(json.dumps(difference_document(found), ensure_ascii=False))
    else:
        page_console().print(difference_page(found, after))


def _check(run: SlateNumber | None, other: SlateNumber | None, *, otherwise: bool) -> None:
    if other is not None and otherwise:
        raise click.UsageError("--with names a slate of the log: it goes with --run alone")
    if other is not None and run is None:
        raise click.UsageError("--with needs the --run to compare it with")
    if other is None and not otherwise:
        raise click.UsageError(
            "say what to compare: --run A --with B, or what is to be otherwise (see --help)"
        )
    if otherwise and run is not None and run.revision is not None:
        raise click.UsageError("a run is made again as it came: --run without a revision")
