"""`pathways webhooks`: results by HTTP: send them, see how endpoints stand, try the dead again."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from sqlalchemy import Engine

from consumers.errors import UnknownDelivery
from consumers.projection.database import open_database
from consumers.webhooks.dead_letters import dead as dead_webhooks
from consumers.webhooks.dead_letters import retry as retry_dead
from consumers.webhooks.dead_letters import standings
from consumers.webhooks.endpoints import Endpoint, read_endpoints, secrets_of
from consumers.webhooks.loop import send_webhooks
from consumers.webhooks.message import body
from consumers.webhooks.sending import Sender
from deploy.cli.connection import kafka_options
from deploy.cli.database import WEBHOOKS, url_of
from deploy.cli.results import results_told_clearly, stop_on_signal
from deploy.render.webhooks import dead_table, standings_table
from deploy.render.words import said
from schemas.connection import Connection

Command = TypeVar("Command", bound=Callable[..., Any])

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")
_ENDPOINTS = click.option(
    "--endpoints",
    "file",
    envvar="PATHWAYS_WEBHOOKS_ENDPOINTS",
    show_envvar=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The TOML file of endpoints; it names the variables that hold their secrets.",
)
_DATABASE = click.option(
    "--database",
    envvar="PATHWAYS_WEBHOOKS_DATABASE_URL",
    show_envvar=True,
    metavar="URL",
    help="SQLite or PostgreSQL, as SQLAlchemy spells it.  "
    "[default: sqlite:///PATHWAYS_HOME/webhooks.db]",
)


@click.group()
def webhooks() -> None:
    """Signed webhooks for HR tools, in the Standard Webhooks form, at least once each.

    Secrets come from the environment alone, by the names that the file of endpoints gives.
    """


@webhooks.command()
@_ENDPOINTS
@_DATABASE
@kafka_options
def run(*, file: Path, database: str | None, connection: Connection, prefix: str) -> None:
    """Send what is new to each endpoint, until SIGTERM or Ctrl-C.

    It goes on where the database says. A second sender on the same database takes it over, and the
    first one ends with an error.
    """
    with results_told_clearly(), stop_on_signal() as stopped, _opened(database) as engine:
        receivers = [(one, secrets_of(one, os.environ)) for one in read_endpoints(file)]
        click.echo(f"Sending to {', '.join(one.name for one, _ in receivers)}.", err=True)
        send_webhooks(connection, engine, receivers, clock=_now, prefix=prefix, stop=stopped.is_set)


@webhooks.command("list")
@_ENDPOINTS
@_DATABASE
@_AS_JSON
def list_endpoints(*, file: Path, database: str | None, as_json: bool) -> None:
    """Show each endpoint: what waits, what was delivered, what is dead, whether it is disabled."""
    with results_told_clearly(), _opened(database) as engine:
        endpoints = {one.name: one for one in read_endpoints(file)}
        found = standings(engine, endpoints)
    if as_json:
        for one in found:
            known = endpoints.get(one.endpoint)
            click.echo(_line(asdict(one) | {"url": known.shown_url if known else None}))
        return
    Console().print(standings_table(found, {n: e.shown_url for n, e in endpoints.items()}))


@webhooks.command()
@click.argument("endpoint", required=False)
@_DATABASE
@_AS_JSON
def dead(*, endpoint: str | None, database: str | None, as_json: bool) -> None:
    """List webhooks that are tried no more by themselves, the longest dead first."""
    with results_told_clearly(), _opened(database) as engine:
        found = dead_webhooks(engine, endpoint)
    if as_json:
        for one in found:
            click.echo(_line(asdict(one)))
    elif found:
        Console().print(dead_table(found))
    else:
        click.echo("No webhook is dead.")


@webhooks.command()
@click.argument("endpoint")
@click.argument("webhook_ids", nargs=-1, metavar="[ID]...")
@_DATABASE
@_AS_JSON
def retry(
    *, endpoint: str, webhook_ids: tuple[str, ...], database: str | None, as_json: bool
) -> None:
    """Send dead webhooks of an endpoint again, all where no ID is named, with their old ids.

    An endpoint that answered 410 Gone is enabled again, and goes on where it was. The sender that
    runs notices within a second.
    """
    with results_told_clearly(), _opened(database) as engine:
        count = retry_dead(engine, endpoint, webhook_ids, _now())
    if as_json:
        click.echo(_line({"endpoint": endpoint, "retried": count}))
    else:
        click.echo(f"{count} webhooks of {endpoint} are sent again.")


@webhooks.command()
@click.argument("endpoint")
@_ENDPOINTS
@_AS_JSON
def test(*, endpoint: str, file: Path, as_json: bool) -> None:
    """Send one signed webhook of the type `pathways.test` now, and show the answer.

    It needs neither Kafka nor the database. Exit code 1 where the endpoint did not accept it.
    """
    with results_told_clearly():
        chosen = _named(read_endpoints(file), endpoint)
        now = _now()
        with Sender(chosen, secrets_of(chosen, os.environ)) as sender:
            text = body("pathways.test", now, {"endpoint": chosen.name})
            answer = sender.send(f"test_{now:%Y%m%dT%H%M%S%f}", text, now)
    if as_json:
        told = {"status": answer.status, "said": answer.said, "accepted": answer.accepted}
        click.echo(_line({"endpoint": chosen.name, "url": chosen.shown_url, **told}))
    else:
        status = answer.status or "no answer"
        words = f"{chosen.name} ({chosen.shown_url}): {status} {answer.said}".strip()
        Console(highlight=False).print(said(words))
    if not answer.accepted:
        raise SystemExit(1)


def _named(endpoints: tuple[Endpoint, ...], name: str) -> Endpoint:
    for one in endpoints:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in endpoints)
    raise UnknownDelivery(f"There is no endpoint {name}; the file has {known}.")


@contextmanager
def _opened(database: str | None) -> Iterator[Engine]:
    engine = open_database(url_of(database, WEBHOOKS))
    try:
        yield engine
    finally:
        engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, default=datetime.isoformat)


if __name__ == "__main__":
    webhooks()
