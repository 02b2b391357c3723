"""`pathways leadership`: cohorts and their funnels, needs, nominations, and answers to them."""

import json
from collections.abc import Iterable
from typing import Any

import click

from deploy.acting import Hearing, Line
from deploy.cli.acting import AS_JSON, AS_ROLE, acted_clearly, line_of, wait_option
from deploy.cli.history import logs_options
from deploy.cli.page import page_console
from deploy.leadership.acts import ForNomination, Told, declined, endorsed
from deploy.leadership.document import edition_document, nomination_document
from deploy.leadership.now import editions, leadership_now, nomination_of
from deploy.leadership.now import needs as open_needs
from deploy.leadership.now import nominations as all_nominations
from deploy.render.leadership import funnels_page, needs_page, nominations_page
from schemas.events import NominationDeclined, NominationEndorsed, NominationWithdrawn
from schemas.text import to_json
from streams.history.logs import Logs

_LINES = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@click.group()
def leadership() -> None:
    """From a gap that an assessment showed to a seat that could close it.

    A nomination is a recommendation: a supervisor or HR endorses or declines it, and the person
    applies. Nothing of this reaches a match: a programme is no qualification.
    """


@leadership.command(short_help="How far the people of an edition came.")
@click.argument("edition", required=False)
@_LINES
@logs_options
def funnel(*, edition: str | None, as_json: bool, logs: Logs) -> None:
    """Show how far the people of an EDITION came, or of every edition, beside those with no seat.

    Groups of fewer people than policy says are not shown. Counts, not causes.
    """
    with acted_clearly(), logs.open() as reader:
        known = leadership_now(reader)
        found = editions(known, edition)
    if as_json:
        _echo(map(edition_document, found))
        return
    ours = [it for _, it in sorted(known.remarks.items()) if edition in (None, it.edition_id)]
    page_console().print(funnels_page(found, ours))


@leadership.command(short_help="Open development needs.")
@click.argument("candidate", required=False)
@_LINES
@logs_options
def needs(*, candidate: str | None, as_json: bool, logs: Logs) -> None:
    """Show the open needs of a CANDIDATE, or of everybody: competencies below what is expected."""
    with acted_clearly(), logs.open() as reader:
        found = open_needs(leadership_now(reader), candidate)
    if as_json:
        _echo(map(to_json, found))
    else:
        page_console().print(needs_page(found))


@leadership.command(short_help="Who is proposed for seats, and why.")
@click.argument("edition", required=False)
@click.option("--all", "ended", is_flag=True, help="Declined and withdrawn ones too.")
@_LINES
@logs_options
def nominations(*, edition: str | None, ended: bool, as_json: bool, logs: Logs) -> None:
    """Show who is proposed for the seats of an EDITION, or of every edition, and why."""
    with acted_clearly(), logs.open() as reader:
        every = all_nominations(leadership_now(reader), edition)
    found = [it for it in every if ended or it.stands]
    if as_json:
        _echo(map(nomination_document, found))
    else:
        page_console().print(nominations_page(found))


@leadership.command(short_help="Stand behind a nomination.")
@click.argument("nomination")
@AS_ROLE
@click.option("--reason", help="Why; it stays with the answer.")
@wait_option(60)
@AS_JSON
@logs_options
@click.pass_context
def endorse(
    context: click.Context,
    /,
    *,
    nomination: str,
    role: str,
    reason: str | None,
    wait_s: float,
    as_json: bool,
    logs: Logs,
) -> None:
    """Stand behind a NOMINATION: the person may now apply. It is EDITION/CANDIDATE, as listed."""
    with acted_clearly():
        line = line_of(context, wait_s)
        with logs.open() as reader:
            act = endorsed(nomination_of(leadership_now(reader), nomination), role, reason)
        _answer(line, act, as_json=as_json)


@leadership.command(short_help="Let a nomination go no further.")
@click.argument("nomination")
@AS_ROLE
@click.option("--reason", required=True, help="Why; it stays with the answer.")
@wait_option(60)
@AS_JSON
@logs_options
@click.pass_context
def decline(
    context: click.Context,
    /,
    *,
    nomination: str,
    role: str,
    reason: str,
    wait_s: float,
    as_json: bool,
    logs: Logs,
) -> None:
    """Let a NOMINATION go no further: the person is not proposed again for that edition."""
    with acted_clearly():
        line = line_of(context, wait_s)
        with logs.open() as reader:
            act = declined(nomination_of(leadership_now(reader), nomination), role, reason)
        _answer(line, act, as_json=as_json)


def _answer(line: Line, act: NominationEndorsed | NominationDeclined, *, as_json: bool) -> None:
    look = f"pathways leadership nominations {act.edition_id} --all"
    hearing: Hearing[Told] = ForNomination(act)
    told = line.ask(act, "nominations", hearing, look)
    if as_json:
        click.echo(json.dumps(to_json(told), ensure_ascii=False))
    elif isinstance(told, NominationWithdrawn):
        click.echo(f"{told.nomination_id} is withdrawn: {told.reason}.")
    else:
        click.echo(
            f"{told.nomination_id} is endorsed, revision {told.revision}: the person may apply "
            f"for one of {told.seats_free} free seats."
        )


def _echo(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        click.echo(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    leadership()
