"""`pathways replay`: a part of history into scratch topics, a file or a database."""

from pathlib import Path
from typing import Any

import click

from deploy.cli.connection import settings_given
from deploy.cli.history import history_options, history_told_clearly
from deploy.replay.destination import Destination, DestinationType
from deploy.replay.errand import Errand
from deploy.replay.manner import Manner
from deploy.replay.route import route_to
from schemas.event_table import EVENT_TABLE
from schemas.topics import TOPICS
from streams.history.logs import Logs
from streams.history.refold import POOL_LOG
from streams.history.replay.again import MADE_FROM
from streams.history.replay.bounds import bound
from streams.history.replay.order import Replay
from streams.history.replay.selection import Selection

_BOUNDS = "record numbers such as candidate-log/3:4711, one number for all, or a time"


@click.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...", type=click.Choice(list(TOPICS)))
@click.option(
    "--to",
    "destination",
    type=DestinationType(),
    help="Scratch topics under another prefix, JSON Lines, an Avro container, - for JSON Lines on "
    "the standard output, or a database of its own for roster, proposals and rejected.",
)
@click.option(
    "--from",
    "start",
    multiple=True,
    metavar="BOUND",
    help=f"The first to take: {_BOUNDS}.  [default: beginning]",
)
@click.option(
    "--until",
    multiple=True,
    metavar="BOUND",
    help=f"The last to take: {_BOUNDS} that is not reached.  [default: what is there now]",
)
@click.option("--key", "keys", multiple=True, help="Only records of this key; repeatable.")
@click.option(
    "--job-group",
    "job_groups",
    multiple=True,
    help="Only events about this job group, or about a person and naming it; repeatable.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice(list(EVENT_TABLE)),
    metavar="EVENT",
    help="Only events of this type; repeatable.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Decide again: not what stands in the topics, but what this program says today of the "
    "same logs, along the cuts made then. For roster, proposals, evaluations and horizon (the "
    "default), for slates and nominations, and for the memberships in pool-log.",
)
@click.option(
    "--through-intake",
    is_flag=True,
    help="Feed upstream topics again: copies go to the same topics, and live workers take them.",
)
@click.option("--rate", type=click.IntRange(min=1), help="Records a second, at most.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--append", is_flag=True, help="Write behind what replays wrote to those topics.")
@click.option("--resume", is_flag=True, help="Go on where the same replay was interrupted.")
@click.option("--json", "as_json", is_flag=True, help="What was written, as one JSON object.")
@history_options
@click.pass_context
def replay(
    context: click.Context,
    /,
    *,
    topics: tuple[str, ...],
    destination: Destination | None,
    start: tuple[str, ...],
    until: tuple[str, ...],
    keys: tuple[str, ...],
    job_groups: tuple[str, ...],
    types: tuple[str, ...],
    logs: Logs,
    processes: int,
    **how: Any,
) -> None:
    """Take a part of history out of the logs, and put it where it can be worked on.

    Never into live topics, but for --through-intake. On a terminal it shows first what would be
    written, and asks. Partitions are shared by processes where the destination is topics.

    Exit code 1 when something is refused or nothing was chosen: nothing is left half done then;
    what was interrupted stands where only --resume takes it up.
    """
    manner = Manner(**how)
    manner.check(topics, destination)
    with history_told_clearly():
        order = Replay(
            source=_source(context),
            topics=topics or MADE_FROM[POOL_LOG],
            start=bound(start),
            until=bound(until),
            selection=Selection(
                frozenset(key.encode() for key in keys), frozenset(job_groups), frozenset(types)
            ),
            again=manner.again,
            originals=manner.through_intake,
        )
        route = route_to(destination, settings_given(context), order, resume=manner.resume)
        Errand(logs, order, route, manner, destination, processes).run()


def _source(context: click.Context) -> str:
    snapshot: Path | None = context.params.get("snapshot")
    return str(snapshot.resolve()) if snapshot else str(context.params["prefix"])


if __name__ == "__main__":
    replay()
