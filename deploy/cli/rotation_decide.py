"""`pathways rotation edit` and `publish`: people change a slate, and sign it."""

import json
from datetime import UTC, date, datetime

import click
from rich.console import Group

from deploy.acting import NotPossible
from deploy.cli.acting import AS_JSON, AS_ROLE, acted_clearly, line_of, wait_option
from deploy.cli.history import logs_options
from deploy.cli.page import page_console
from deploy.render.slate import slate_named, slate_page, slate_sums
from deploy.render.slate_difference import difference_sections
from deploy.render.words import said
from deploy.rotation.acts import adjusted, signed_off, slate_to_decide_on
from deploy.rotation.document import difference_document
from deploy.rotation.hearing import ForSettlement, ForSlate
from deploy.rotation.known_now import cycle_of, exercises_now
from deploy.rotation.said import said_of
from schemas.events import RotationCyclePublished, SlateSettled
from schemas.text import to_json
from streams.history.exercise.difference import SlateDifference, difference
from streams.history.exercise.slates import Slate
from streams.history.logs import Logs


@click.command(short_help="Put somebody else into a post, or nobody.")
@click.argument("cycle")
@click.argument("post")
@click.argument("candidate", required=False)
@click.option("--nobody", is_flag=True, help="In place of CANDIDATE: the post is to stay open.")
@click.option("--reason", required=True, help="Why; it stays with the change.")
@click.option("--lock", is_flag=True, help="The next run keeps the two together.")
@AS_ROLE
@wait_option(60)
@AS_JSON
@logs_options
@click.pass_context
def edit(
    context: click.Context,
    /,
    *,
    cycle: str,
    post: str,
    candidate: str | None,
    nobody: bool,
    reason: str,
    lock: bool,
    role: str,
    wait_s: float,
    as_json: bool,
    logs: Logs,
) -> None:
    """Put CANDIDATE into POST in the last slate of CYCLE, or leave the post open with --nobody.

    A new revision comes of it, with the pairs that it makes who would rather have each other. A
    pair that the rules forbid is refused, and so is a change of a slate that is not the last.

    Exit code: 0 changed, 1 refused, not known or no answer in time, 2 wrong use.
    """
    if (candidate is None) != nobody:
        raise click.UsageError("name the CANDIDATE who is to have the post, or give --nobody")
    if lock and nobody:
        raise click.UsageError("--lock holds a person and a post together: --nobody has no person")
    with acted_clearly():
        line = line_of(context, wait_s)
        before, _ = _to_decide_on(logs, cycle)
        act = adjusted(before, post, candidate, lock, role, reason)
        heard = line.ask(act, "slates", ForSlate(act), f"pathways rotation show {cycle}")
    found = difference(before, heard.slate)
    if as_json:
        click.echo(json.dumps(difference_document(found), ensure_ascii=False))
    else:
        page_console().print(_changed(found))


def _changed(found: SlateDifference) -> Group:
    slate = found.after
    title = said(f"Slate {slate_named(slate)}: {slate_sums(slate)}", "bold")
    return Group(title, *difference_sections(found))


@click.command(short_help="Sign the last slate: it takes effect.")
@click.argument("cycle")
@AS_ROLE
@click.option("--reason", help="Why; it stays with the signature.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@wait_option(120)
@AS_JSON
@logs_options
@click.pass_context
def publish(
    context: click.Context,
    /,
    *,
    cycle: str,
    role: str,
    reason: str | None,
    yes: bool,
    wait_s: float,
    as_json: bool,
    logs: Logs,
) -> None:
    """Show the last slate of CYCLE, ask, and sign it: then it takes effect.

    Each person placed gets the post, each post without anybody opens on the live path at once.
    This happens once for a cycle, after its window closed, and cannot be taken back here.

    Exit code: 0 settled, 1 refused, not known or no answer in time, 2 wrong use.
    """
    with acted_clearly():
        line = line_of(context, wait_s)
        slate, known = _to_decide_on(logs, cycle)
        _require_closed(known, datetime.now(UTC).date())
        if not as_json:
            page_console().print(slate_page(slate))
        if not yes:
            click.confirm(f"Sign {slate_named(slate)} as {role}?", abort=True, err=True)
        act, look = signed_off(slate, role, reason), f"pathways rotation show {cycle}"
        settled: SlateSettled = line.ask(act, "slates", ForSettlement(act), look)
    if as_json:
        click.echo(json.dumps(to_json(settled), ensure_ascii=False))
    else:
        click.echo(_settled(settled))


def _settled(done: SlateSettled) -> str:
    more = done.returned_count - len(done.returned)
    named = ", ".join(done.returned) + (f" and {more} more" if more else "")
    back = f"back on the live path: {named}" if done.returned else "no post is left open"
    return (
        f"Signed: {done.placed} placed from {done.effective_from}, {done.unplaced} without a post; "
        f"{back}."
    )


def _to_decide_on(logs: Logs, cycle: str) -> tuple[Slate, RotationCyclePublished]:
    with logs.open() as reader:
        known = cycle_of(exercises_now(reader), cycle)
        return slate_to_decide_on(said_of(reader, cycle), cycle), known


def _require_closed(cycle: RotationCyclePublished, today: date) -> None:
    """Asked before people read through it all: the exercise would refuse it."""
    if today <= cycle.window_close:
        raise NotPossible(
            f"the window of {cycle.cycle_id} is open until {cycle.window_close}: people may still "
            "rank posts. Sign after that, on a slate that was asked for after it"
        )
