"""`pathways rotation slate`: ask for a slate and wait for it, or show one that is there."""

import json
from typing import Literal

import click

from deploy.acting import Line, NotPossible
from deploy.cli.acting import AS_JSON, acted_clearly, line_of, wait_option
from deploy.cli.history import logs_options
from deploy.cli.page import page_console
from deploy.render.slate import slate_page
from deploy.rotation.acts import requested
from deploy.rotation.hearing import ForSlate
from deploy.rotation.known_now import cycle_of, exercises_now
from deploy.rotation.said import said_of
from schemas.events import SlateMethod
from schemas.text import to_json
from streams.history.exercise.slates import Slate, SlateNumber, chosen
from streams.history.logs import Logs

Method = Literal["deferred", "global"]
METHODS: dict[str, SlateMethod] = {
    "deferred": "DEFERRED_ACCEPTANCE",
    "global": "GLOBAL_ASSIGNMENT",
}


@click.command(short_help="Ask for a slate and wait for it, or show one.")
@click.argument("cycle")
@click.option(
    "--method",
    type=click.Choice(list(METHODS)),
    default="deferred",
    show_default=True,
    help="Deferred acceptance leaves no pair that would rather have each other; a global "
    "assignment minimises what the policy weighs.",
)
@click.option(
    "--as", "role", metavar="ROLE",
    help="In whose name it is asked for, such as hr-partner: a role, never a person.",
)  # fmt: skip
@click.option("--reason", help="Why a slate is asked for; it stays with the request.")
@wait_option(120)
@click.option("--show", "only_show", is_flag=True, help="Ask for nothing: show the last one.")
@click.option("--run", type=click.IntRange(min=1), help="With --show: of this run.")
@click.option("--revision", type=click.IntRange(min=1), help="With --show --run: this revision.")
@AS_JSON
@logs_options
@click.pass_context
def slate(
    context: click.Context,
    /,
    *,
    cycle: str,
    method: str,
    role: str | None,
    reason: str | None,
    wait_s: float,
    only_show: bool,
    run: int | None,
    revision: int | None,
    as_json: bool,
    logs: Logs,
) -> None:
    """Ask for a slate of CYCLE and show it: placements with reasons, who and what is left over.

    It is made from all that is known when the request is read, and is a recommendation: people
    change it with `edit` and sign it with `publish`. A slate may be asked for at any time, again
    and again; the last one counts.

    Exit code: 0 shown, 1 refused, not known or no answer in time, 2 wrong use.
    """
    if not only_show and (run or revision):
        raise click.UsageError("--run and --revision choose what to --show")
    if revision and not run:
        raise click.UsageError("--revision needs the --run that it belongs to")
    if not only_show and not role:
        raise click.UsageError("say in whose name the slate is asked for: --as hr-partner")
    with acted_clearly():
        if only_show:
            found = _there(logs, cycle, run, revision)
        else:
            line = line_of(context, wait_s)
            found = _asked(logs, line, cycle, METHODS[method], role or "", reason)
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
    else:
        page_console().print(slate_page(found))


def _there(logs: Logs, cycle: str, run: int | None, revision: int | None) -> Slate:
    if run is None:
        with logs.open() as reader:
            last = said_of(reader, cycle).last
        if last is not None:
            return last
    (found,) = chosen(logs, cycle, [SlateNumber(run or 1, revision)])
    return found


def _asked(
    logs: Logs, line: Line, cycle: str, method: SlateMethod, role: str, reason: str | None
) -> Slate:
    with logs.open() as reader:
        cycle_of(exercises_now(reader), cycle)
        settled = said_of(reader, cycle).settled
    if settled is not None:
        raise NotPossible(
            f"the slate {settled.slate_id} was signed by {settled.actor_role}: "
            f"`pathways rotation slate {cycle} --show` shows it"
        )
    act = requested(cycle, method, role, reason)
    heard = line.ask(act, "slates", ForSlate(act), f"pathways rotation show {cycle}")
    for remark in heard.remarks:
        click.echo(f"remark: {remark.detail}. What to do: {remark.remedy}", err=True)
    return heard.slate
