"""`pathways offsets`: how far the groups of subscribers have read, and where they shall go on."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.connection import kafka_options
from deploy.cli.results import results_told_clearly
from deploy.log_tail import TailTimeout
from deploy.offsets.errors import OffsetsError
from deploy.offsets.groups import Group, read_group
from deploy.offsets.reset import Move, Target, moves, require_resettable, target
from deploy.offsets.reset import reset as reset_group
from deploy.render.words import said
from schemas.connection import Connection
from schemas.topics import TOPICS

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


class _TargetType(click.ParamType):
    name = "earliest|latest|TIME|shift:N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Target:
        try:
            return target(str(value))
        except OffsetsError as error:
            self.fail(str(error))


@click.group()
def offsets() -> None:
    """The consumer groups of subscribers: how far each has read; set where one goes on."""


@offsets.command()
@click.argument("group")
@kafka_options
@_AS_JSON
def show(*, group: str, connection: Connection, prefix: str, as_json: bool) -> None:
    """Show a group's members and what waits for it in each partition."""
    with _told_clearly():
        found = read_group(connection, prefix, group)
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    console = Console()
    console.print(said(f"{found.name}: {found.state}, {len(found.members)} members"))
    for member in found.members:
        places = ", ".join(member.partitions) or "no partition"
        console.print(said(f"  {member.client} on {member.host}: {places}"))
    console.print(_shares(found))


@offsets.command()
@click.argument("group")
@click.option(
    "--to",
    "to",
    type=_TargetType(),
    required=True,
    help="The oldest record kept, what comes next, the first record written at or after a time, or "
    "a shift by so many offsets (of which transactions' markers take some).",
)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    type=click.Choice(list(TOPICS)),
    metavar="TOPIC",
    help="Only this topic, without the prefix; repeatable.  [default: all that the group reads]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be set, and set nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@kafka_options
@_AS_JSON
def reset(
    *,
    group: str,
    to: Target,
    topics: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    connection: Connection,
    prefix: str,
    as_json: bool,
) -> None:
    """Set where a group goes on; it must have no members.

    Shows first what would be set, and asks. Exit code 1 where it is refused: nothing is set then.
    """
    with _told_clearly():
        found = read_group(connection, prefix, group)
        require_resettable(found, os.environ.get("PATHWAYS_GROUP") or f"{prefix}worker")
        wanted = moves(connection, prefix, found, to, topics)
        if not as_json:
            Console().print(_moves(wanted))
        if not dry_run:
            if not yes:
                click.confirm(f"Set group {group} there?", abort=True, err=True)
            reset_group(connection, prefix, found, wanted)
    if as_json:
        click.echo(json.dumps(_document(found, wanted, dry_run=dry_run)))
    else:
        click.echo("Nothing was set: a dry run." if dry_run else f"Group {group} goes on there.")


@contextmanager
def _told_clearly() -> Iterator[None]:
    with results_told_clearly():
        try:
            yield
        except (OffsetsError, TailTimeout) as error:
            raise click.ClickException(str(error)) from error


def _document(group: Group, wanted: list[Move], *, dry_run: bool) -> dict[str, object]:
    partitions = [
        {
            "topic": one.share.topic,
            "partition": one.share.partition,
            "from": one.share.committed,
            "to": one.to,
        }
        for one in wanted
    ]
    return {"group": group.name, "dry_run": dry_run, "partitions": partitions}


def _shares(group: Group) -> Table:
    table = _table("partition", "next", "end", "waiting")
    for one in group.shares:
        waiting = str(one.lag) if one.lag_is_exact else f"at most {one.lag}"
        place = said(f"{one.topic}/{one.partition}")
        table.add_row(place, str(one.committed), str(one.end), waiting)
    return table


def _moves(wanted: list[Move]) -> Table:
    table = _table("partition", "next", "set to", "")
    for one in wanted:
        again = f"{one.offsets} offsets again" if one.offsets > 0 else ""
        passed = f"{-one.offsets} offsets passed over" if one.offsets < 0 else ""
        place = said(f"{one.share.topic}/{one.share.partition}")
        table.add_row(place, str(one.share.committed), str(one.to), again or passed)
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


if __name__ == "__main__":
    offsets()
