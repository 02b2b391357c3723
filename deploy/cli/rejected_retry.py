"""`pathways rejected retry`: dead letters published again, as they were or put right."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from deploy.cli.connection import settings_given
from deploy.cli.history import history_options, history_told_clearly
from deploy.cli.rejected_options import AS_JSON, SCHEMA_IDS, filters
from deploy.cli.schema_ids import ids_of
from deploy.rejected.correction import Correction, settings
from deploy.rejected.errors import CannotRetry
from deploy.rejected.letters import Filter, Letter, letters, letters_at
from deploy.rejected.retry import Retry, retries
from deploy.render.dead_letters import retries_table
from producers.errors import ProducerError
from producers.in_flight import Acknowledgement
from producers.publisher import Publisher
from streams.history.logs import Logs


@click.command()
@click.argument("places", nargs=-1, metavar="[PLACE]...")
@click.option(
    "--with-correction",
    "file",
    type=click.File("rb"),
    help="A JSON object: fields that replace the event's own, or with `type` the whole event.",
)
@click.option(
    "--set", "fields", multiple=True, metavar="FIELD=VALUE",
    help="One field put right, duty_station.country for one inside another; repeatable.",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="All of a reason; needs --reason.")
@filters
@SCHEMA_IDS
@click.option("--dry-run", is_flag=True, help="Say what would be published, and publish nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@history_options
@click.pass_context
def retry(
    context: click.Context,
    /,
    *,
    places: tuple[str, ...],
    file: Any,
    fields: tuple[str, ...],
    every: bool,
    reasons: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    schema_ids: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    logs: Logs,
    processes: int,
) -> None:
    """Publish rejected events again, as they were or put right, to the topics they belong to.

    Each is looked at first as intake will look at it. Named places are published all or not at
    all; of --all, what would be refused again is named and left out. An event keeps its id, so to
    retry it twice does no harm.

    Exit code 1 when anything was left out or not acknowledged.
    """
    _check(places, every, reasons, topics, since, file)
    with _published_clearly(), logs.open() as reader:
        correction = Correction(_document(file), settings(fields))
        chosen = Filter(frozenset(reasons), frozenset(topics), since)
        found = list(letters(reader, chosen)) if every else letters_at(reader, places)
        ready, refused = retries(found, correction, ids_of(schema_ids), datetime.now(UTC))
        if refused and not every:
            letter, problem = refused[0]
            raise CannotRetry(f"{letter.place}: {problem}. Nothing was published")
        _tell(ready, refused, as_json=as_json)
        answers: tuple[Acknowledgement, ...] = ()
        if ready and not dry_run:
            if not yes:
                click.confirm(f"Publish {len(ready)} events again?", abort=True, err=True)
            given = settings_given(context)
            with Publisher(given.connect(), given.prefix) as publisher:
                answers = publisher.publish_all(one.event for one in ready)
    _told(ready, answers, as_json=as_json, dry_run=dry_run)
    context.exit(1 if refused else 0)


def _check(
    places: tuple[str, ...],
    every: bool,
    reasons: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    file: Any,
) -> None:
    if every == bool(places):
        raise click.UsageError("Name places, or give --all with a --reason.")
    if every and not reasons:
        raise click.UsageError("--all needs a --reason: what helps one kind harms another.")
    if places and (reasons or topics or since):
        raise click.UsageError("--reason, --topic and --since choose among --all.")
    if file is not None and len(places) != 1:
        raise click.UsageError("--with-correction is for one place.")


def _document(file: Any) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        document = json.load(file)
    except ValueError as error:
        raise CannotRetry(f"{file.name} is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise CannotRetry(f"{file.name} is no JSON object")
    return document


@contextmanager
def _published_clearly() -> Iterator[None]:
    with history_told_clearly():
        try:
            yield
        except ProducerError as error:
            raise click.ClickException(str(error)) from error


def _tell(ready: list[Retry], refused: list[tuple[Letter, str]], *, as_json: bool) -> None:
    for letter, problem in refused:
        click.echo(f"left out: {letter.place}: {problem}", err=True)
    if not as_json:
        Console().print(retries_table(ready))


def _told(
    ready: list[Retry], answers: tuple[Acknowledgement, ...], *, as_json: bool, dry_run: bool
) -> None:
    if not as_json:
        what = "would be published" if dry_run else "published and acknowledged"
        click.echo(f"{len(ready)} events {what}.")
        return
    for number, one in enumerate(ready):
        said: dict[str, Any] = {
            "place": one.letter.place,
            "event_id": one.event.event_id,
            "to": one.topic,
            "corrected": one.changed,
            "published": None,
        }
        if answers:
            said["published"] = f"{one.topic}/{answers[number].partition}/{answers[number].offset}"
        click.echo(json.dumps(said))
