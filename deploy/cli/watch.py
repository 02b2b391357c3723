"""`pathways watch`: results as they are committed, for people or as JSON lines."""

import json
from datetime import UTC, datetime
from itertools import islice
from typing import get_args

import click
from rich.console import Console, RenderableType

from consumers.delivery import Delivery
from consumers.log_reader import Start
from consumers.subscription import subscribe
from deploy.cli.connection import kafka_options
from deploy.cli.results import results_told_clearly, stop_on_signal
from deploy.render.proposal import Detail, proposal_panel
from deploy.render.refusal import refusal_panel
from deploy.render.rejected import rejected_lines
from deploy.render.roster import roster_line
from deploy.render.words import said
from schemas.connection import Connection
from schemas.events import DecisionRefused, EventRejected, MembershipEvent, ProposalEvent
from schemas.text import to_json

RESULTS = ("proposals", "roster", "rejected")


class StartTime(click.ParamType):
    """`earliest`, `latest` or a time in ISO form; a time without a zone is taken as UTC."""

    name = "earliest|latest|TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Start:
        match value:
            case "earliest" | "latest" | datetime():
                return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is neither earliest, latest nor a time such as 2026-03-14T09:30Z")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.argument("what", type=click.Choice(RESULTS))
@kafka_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, all of the event.")
@click.option(
    "--detail",
    type=click.Choice(get_args(Detail)),
    default="page",
    show_default=True,
    help="Of a proposal: who and what to mind; scores, rules, balance; every fact and event.",
)
@click.option(
    "--from",
    "start",
    type=StartTime(),
    default="latest",
    show_default=True,
    help="Where to begin: with what Kafka was given at or after a time, for example.",
)
@click.option("--limit", type=click.IntRange(min=1), help="End after so many.  [default: never]")
def watch(
    *,
    what: str,
    connection: Connection,
    prefix: str,
    as_json: bool,
    detail: Detail,
    start: Start,
    limit: int | None,
) -> None:
    """Show proposals, the roster's changes or rejected records as they are committed.

    Ends with Ctrl-C or SIGTERM. What belongs to an aborted transaction is never shown.
    """
    console = Console()
    with results_told_clearly(), stop_on_signal() as stopped:
        source = subscribe(connection, (what,), prefix=prefix, start=start, stop=stopped.is_set)
        with source as deliveries:
            for delivery in islice(deliveries, limit):
                if as_json:
                    click.echo(json.dumps(_as_json(delivery), ensure_ascii=False))
                else:
                    console.print(result(delivery, detail))


def _as_json(delivery: Delivery) -> dict[str, object]:
    if delivery.event is None:
        return {"type": "Erased", "key": (delivery.key or b"").decode(errors="replace")}
    return to_json(delivery.event)


def result(delivery: Delivery, detail: Detail) -> RenderableType:
    match delivery.event:
        case ProposalEvent() as event:
            return proposal_panel(event, detail=detail)
        case DecisionRefused() as event:
            return refusal_panel(event)
        case MembershipEvent() as event:
            return roster_line(event)
        case EventRejected() as event:
            return rejected_lines(event)
        case None:
            return said(f"erased: {(delivery.key or b'').decode(errors='replace')}")
        case other:
            return said(other)


if __name__ == "__main__":
    watch()
