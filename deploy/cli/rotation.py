"""`pathways rotation`: an exercise as it stands, its slates, and what people decide about them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from deploy.cli.acting import AS_JSON, acted_clearly
from deploy.cli.history import logs_options
from deploy.cli.page import page_console
from deploy.cli.rotation_compare import compare
from deploy.cli.rotation_decide import edit, publish
from deploy.cli.rotation_slate import slate
from deploy.render.exercise import due_page, standing_page
from deploy.report.place import Destination, destination
from deploy.rotation.document import due_document, standing_document
from deploy.rotation.draft import Draft, catalogue_events, draft_of
from deploy.rotation.due import people_due
from deploy.rotation.errors import NoDraft
from deploy.rotation.known_now import cycle_of, exercises_now
from deploy.rotation.pools_know import pools_know
from deploy.rotation.said import said_of
from deploy.rotation.standing import standing_of
from schemas.events import RotationCyclePublished
from schemas.text import to_json
from streams.history.logs import Logs


@click.group()
def rotation() -> None:
    """The rotation exercise: who is due, a slate, its changes, and the signature under it.

    A slate is a recommendation to people; nothing of it counts before somebody signs it.
    """


@rotation.command(short_help="How an exercise stands.")
@click.argument("cycle")
@AS_JSON
@logs_options
def show(*, cycle: str, as_json: bool, logs: Logs) -> None:
    """Show how an exercise stands: window, posts, people, rankings, the last slate, remarks.

    CYCLE is the cycle_id as it was published.
    """
    with acted_clearly(), logs.open() as reader:
        standing = standing_of(exercises_now(reader), cycle, said_of(reader, cycle))
    if as_json:
        click.echo(json.dumps(standing_document(standing), ensure_ascii=False))
    else:
        page_console().print(standing_page(standing))


@rotation.command(short_help="Who and what is due to rotate; a catalogue to publish.")
@click.argument("cycle")
@click.option(
    "--catalogue",
    "file",
    type=click.Path(path_type=Path),
    help="Write the posts as CatalogueFrozen events: look through them, then `pathways publish`.",
)
@AS_JSON
@logs_options
def due(*, cycle: str, file: Path | None, as_json: bool, logs: Logs) -> None:
    """List who must rotate in an exercise, and the posts that a catalogue could hold.

    Must move whoever is in a post of the cycle's job groups whose tour, or whose post, ends within
    twelve months after placements take effect. The posts are theirs, and those of vacancies that
    wait for the exercise. Nothing is published.
    """
    with acted_clearly():
        to_file = destination(file, suffix=None) if file else None
        with logs.open() as reader:
            known = exercises_now(reader)
            found = cycle_of(known, cycle)
            people = people_due(known, found)
            draft = draft_of(found, people, pools_know(reader))
        if to_file:
            _write(to_file, found, draft)
    if as_json:
        click.echo(json.dumps(due_document(found, people, draft), ensure_ascii=False))
        return
    page_console().print(due_page(found, people, draft))
    if to_file:
        click.echo(
            f"{len(draft.posts)} posts are in {to_file.file}: what each asks of people (languages, "
            "tiers, rating) is for you to add, then `pathways publish` it."
        )


def _write(to_file: Destination, cycle: RotationCyclePublished, draft: Draft) -> None:
    if not draft.posts:
        raise NoDraft(cycle.cycle_id)
    events = catalogue_events(cycle, draft.posts, datetime.now(UTC))
    lines = (json.dumps(to_json(event), ensure_ascii=False) for event in events)
    to_file.write("".join(f"{line}\n" for line in lines))


for command in (slate, edit, compare, publish):
    rotation.add_command(command)

if __name__ == "__main__":
    rotation()
