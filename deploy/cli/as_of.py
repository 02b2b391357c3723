"""`pathways as-of`: the roster, the proposals or one person on any day."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, get_args

import click
from rich.console import RenderableType

from deploy.cli.history import (
    history_options,
    history_told_clearly,
    logs_options,
    told_progress,
)
from deploy.cli.page import page_console
from deploy.render.candidate_page import candidate_panel
from deploy.render.proposals_table import day_title, proposals_page
from deploy.render.roster_table import roster_page
from schemas.events import MembershipStatus, ProposalEvent, ProposalExpired, ProposalWithdrawn
from schemas.text import to_json
from streams.history.as_of.candidate import candidate_as_of
from streams.history.as_of.clock import AsOf, Clock
from streams.history.as_of.proposals import Proposable, proposable, said_by
from streams.history.as_of.roster import Wanted, roster_as_of
from streams.history.as_of.whole import Asked
from streams.history.logs import Logs

_CLOCK = click.option(
    "--clock",
    type=click.Choice(get_args(Clock)),
    default="recorded",
    show_default=True,
    help="What was known by the end of the day, or what is known now to have been so.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
_JOB_GROUP = click.option(
    "--job-group", "job_groups", multiple=True, help="Only this one; may be given several times."
)
_GRADE = click.option(
    "--grade", "grades", multiple=True, help="Only this one; may be given several times."
)


@click.group(name="as-of")
@click.argument("day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]))
@click.pass_context
def as_of(context: click.Context, day: datetime) -> None:
    """Show the state at the end of a day, in UTC.

    By the clock `recorded`, facts count that were recorded by then: what the organisation knew. By
    the clock `occurred`, facts count that took effect by then, whenever they were recorded: what is
    known now to have been so. Whoever was erased is erased on every day.

    Exit code: 0 shown, 1 not known, outside the history or unreadable, 2 wrong use.
    """
    context.obj = day.date()


@as_of.command()
@_CLOCK
@_JOB_GROUP
@_GRADE
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(get_args(MembershipStatus)),
    help="Only this one; may be given several times.",
)
@_JSON
@history_options
@click.pass_obj
def roster(
    day: date,
    /,
    *,
    clock: Clock,
    job_groups: Sequence[str],
    grades: Sequence[str],
    statuses: Sequence[str],
    as_json: bool,
    logs: Logs,
    processes: int,
) -> None:
    """Who is or was a member, with status, rating and validity."""
    wanted = Wanted(job_groups, grades, statuses)
    with history_told_clearly(), told_progress(quiet=as_json) as tell:
        entries = roster_as_of(Asked(logs, AsOf(day, clock), processes, tell), wanted)
    _show(entries, as_json, lambda: roster_page(entries, day_title("The roster", day, clock)))


@as_of.command()
@_CLOCK
@_JOB_GROUP
@_GRADE
@click.option("--all", "closed", is_flag=True, help="Withdrawn and expired ones too.")
@_JSON
@history_options
@click.pass_obj
def proposals(
    day: date,
    /,
    *,
    clock: Clock,
    job_groups: Sequence[str],
    grades: Sequence[str],
    closed: bool,
    as_json: bool,
    logs: Logs,
    processes: int,
) -> None:
    """The last word on each vacancy: as it was said, or as it would be said from all known now.

    By the clock `occurred` nobody said it: decisions that were refused count for nothing, all
    others count whatever revision they name, and lists do not show who stands on others.
    """
    wanted = Wanted(job_groups, grades)
    with history_told_clearly(), told_progress(quiet=as_json) as tell:
        asked = Asked(logs, AsOf(day, clock), processes, tell)
        found: Sequence[Any] = (said_by if clock == "recorded" else proposable)(asked, wanted)
    shown = [one for one in found if closed or _stands(one)]
    _show(shown, as_json, lambda: proposals_page(shown, day_title("Proposals", day, clock)))


@as_of.command()
@click.argument("candidate")
@_CLOCK
@_JSON
@logs_options
@click.pass_obj
def candidate(day: date, /, *, candidate: str, clock: Clock, as_json: bool, logs: Logs) -> None:
    """One person: all that was stated, each with its event, and the memberships it makes."""
    with history_told_clearly(), told_progress(quiet=as_json) as tell, logs.open() as reader:
        person = candidate_as_of(reader, candidate, AsOf(day, clock), tell)
    title = day_title(candidate, day, clock)
    _show([person], as_json, lambda: candidate_panel(person, title))


def _stands(one: ProposalEvent | Proposable) -> bool:
    if isinstance(one, Proposable):
        return one.stands
    return not isinstance(one, ProposalWithdrawn | ProposalExpired)


def _show(found: Sequence[Any], as_json: bool, page: Callable[[], RenderableType]) -> None:
    if not as_json:
        page_console().print(page())
        return
    for one in found:
        click.echo(json.dumps(to_json(one), ensure_ascii=False))


if __name__ == "__main__":
    as_of()
