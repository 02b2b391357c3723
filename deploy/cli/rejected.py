"""`pathways rejected`: records that intake turned away: list, look at, correct, publish again."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from deploy.cli.history import history_told_clearly, logs_options
from deploy.cli.rejected_options import AS_JSON, SCHEMA_IDS, filters
from deploy.cli.rejected_retry import retry
from deploy.cli.schema_ids import ids_of
from deploy.rejected.arrived import arrived
from deploy.rejected.letters import Filter, Letter, letters, letters_at
from deploy.rejected.reading import original
from deploy.render.dead_letters import advice, letter_page, letters_list
from schemas.text import to_json
from streams.history.logs import Logs


@click.group()
def rejected() -> None:
    """What intake turned away for good: look at it, correct it, publish it again."""


@rejected.command("list")
@filters
@click.option(
    "--arrived",
    "look",
    is_flag=True,
    help="Say whether an event of the same id has come through since. Reads the upstream topics.",
)
@AS_JSON
@logs_options
def list_letters(
    *,
    reasons: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    look: bool,
    as_json: bool,
    logs: Logs,
) -> None:
    """List rejected records, the oldest of each partition first.

    `--arrived` can tell of events whose id could be read, and was kept by the correction.
    """
    chosen = Filter(frozenset(reasons), frozenset(topics), since)
    with history_told_clearly(), logs.open() as reader:
        every = list(letters(reader))
        found = [letter for letter in every if chosen.takes(letter.event)]
        since_then = None
        if look:
            ids = {it.event.causation_id for it in found if it.event.causation_id}
            since_then = arrived(reader, ids, {letter.origin for letter in every})
    if as_json:
        for letter in found:
            click.echo(json.dumps(_listed(letter, since_then), ensure_ascii=False))
        return
    if not found:
        click.echo("No rejected record is of that kind." if every else "Nothing was rejected.")
        return
    console = Console()
    for shown in letters_list(found, since_then or ()):
        console.print(shown)
    click.echo(f"{len(found)} of {len(every)} rejected records.")


@rejected.command()
@click.argument("place")
@SCHEMA_IDS
@AS_JSON
@logs_options
def show(*, place: str, schema_ids: Path | None, as_json: bool, logs: Logs) -> None:
    """Show one: what is wrong, what can be done, and the record as far as it can be read.

    PLACE is rejected/0:17 as `list` shows it, or topic/partition/offset of the record itself.
    """
    with history_told_clearly(), logs.open() as reader:
        (letter,) = letters_at(reader, [place])
        event = original(letter.event, ids_of(schema_ids))
    if as_json:
        document = _listed(letter, None) | {"decoded": None if event is None else to_json(event)}
        document["advice"] = advice(letter, readable=event is not None)
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        Console().print(letter_page(letter, event))


def _listed(letter: Letter, since: set[str] | None) -> dict[str, Any]:
    said = {"place": letter.place, "origin": letter.origin, **to_json(letter.event)}
    if since is not None:
        said["arrived"] = letter.event.causation_id in since
    return said


rejected.add_command(retry)

if __name__ == "__main__":
    rejected()
