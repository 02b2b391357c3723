"""`pathways demo`: the whole story on a real Kafka, from empty topics to explained proposals."""

import contextlib
import os
import signal
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import click
from rich.console import Console

from consumers.projection.database import open_database
from consumers.projection.loop import project
from consumers.web.roles import Role
from deploy.broker.layout import home_from
from deploy.broker.local import LocalBroker
from deploy.cli.connection import KafkaSettings, environment_of, kafka_settings
from deploy.cli.results import results_told_clearly
from deploy.demo.processes import ProcessEnded, Processes, processes
from deploy.demo.roster import roster_table
from deploy.demo.telling import ResultMissing, Telling
from deploy.demo.visit import open_console
from deploy.serving.listening import PORT, PortTaken
from deploy.topics import apply_topics
from producers.errors import ProducerError
from producers.story import story
from schemas.connection import Connection

LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the story is told."""

    pause_s: float
    """Before each chapter."""
    patient: bool
    """Whether it goes on where a chapter's results do not come: somebody decides along with it."""


@click.command()
@kafka_settings
@click.option("--keep", is_flag=True, help="Leave the broker and the topics for a look around.")
@click.option(
    "--serve", is_flag=True, help="Open the console beside it, and leave it open until Ctrl-C."
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=8.0,
    show_default=True,
    help="Seconds before each chapter, with --serve.",
)
@click.option(
    "--port",
    envvar="PATHWAYS_SERVE_PORT",
    show_envvar=True,
    type=click.IntRange(0, 65535),
    help=f"Of the console, with --serve.  [default: {PORT}, or the next one that is free]",
)
def demo(
    *, settings: KafkaSettings, keep: bool, serve: bool, pause: float, port: int | None
) -> None:
    """Start a Kafka if none is given, run a worker and the projection, and tell the story.

    Everything happens under a topic prefix of its own: nothing that exists is touched.
    """
    # Whoever asks it to end wants its processes to end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    started = datetime.now(UTC)
    prefix = f"demo-{started:%Y%m%d-%H%M%S}."
    folder = home_from().root / "demo" / prefix.rstrip(".")
    with _told_clearly(), _kafka(settings, console, keep=keep) as connection:
        _create_topics(connection, prefix, console)
        database = f"sqlite:///{folder / 'pathways.db'}"
        environment = os.environ | environment_of(connection, prefix)
        with processes(folder, environment) as running:
            running.start("worker")
            running.start("project", ["--database", database])
            if serve:
                links = open_console(running, folder, database, port)
                _show_links(links, console)
            telling = _Manner(pause if serve else 0.0, patient=serve)
            latencies = _tell(connection, prefix, started, console, running, telling)
            if serve:
                _show_latencies(latencies, console)
                _show_links(links, console)
                _stay(console, running)
        # The projection has stopped in good order; what it had not read yet is taken in here.
        _show_roster(connection, prefix, database, console)
    if not serve:
        _show_latencies(latencies, console)
    if keep:
        console.print(f"Look around: pathways status --prefix {prefix}", highlight=False)


@contextmanager
def _told_clearly() -> Iterator[None]:
    with results_told_clearly():
        try:
            yield
        except (ProcessEnded, ResultMissing, ProducerError, PortTaken) as error:
            raise click.ClickException(str(error)) from error


@contextmanager
def _kafka(settings: KafkaSettings, console: Console, *, keep: bool) -> Iterator[Connection]:
    """The Kafka that is given or runs already; otherwise one that is stopped again at the end."""
    home = home_from()
    local = LocalBroker(home.default_broker, home=home)
    if settings.bootstrap or local.status().state == "running":
        yield settings.connect()
        return
    before = time.monotonic()
    address = local.start()
    took = time.monotonic() - before
    console.print(f"Kafka started at {address} in {took:.1f} s", highlight=False)
    try:
        yield local.connection()
    finally:
        if not keep:
            local.stop()


def _create_topics(connection: Connection, prefix: str, console: Console) -> None:
    created = apply_topics(connection, prefix)
    console.print(f"{len(created)} topics created under {prefix}", highlight=False)


def _tell(
    connection: Connection,
    prefix: str,
    started: datetime,
    console: Console,
    running: Processes,
    manner: _Manner,
) -> list[float]:
    with Telling(connection, prefix, console, running.require_all) as telling:
        for number, chapter in enumerate(story(started.date()), 1):
            _pause(manner.pause_s, running)
            try:
                telling.tell(number, chapter)
            except ResultMissing as error:
                if not manner.patient:
                    raise
                said = f"{error}. Decisions made in the console may have changed the story."
                console.print(said, style="yellow", highlight=False)
        return telling.latencies_ms


def _pause(seconds: float, running: Processes) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        running.require_all()
        time.sleep(min(left, LOOK_S))


def _stay(console: Console, running: Processes) -> None:
    console.print("The console stays open until Ctrl-C.")
    # Who is asked to end in the middle of a chapter ends at once; here the end is in good order.
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            _pause(60.0, running)


def _show_links(links: Mapping[Role, str], console: Console) -> None:
    console.print("\n[bold]The console is open.[/] Sign in as")
    for role, link in links.items():
        # Not folded: half a link opens nothing.
        console.print(f"  {role:<10} {link}", highlight=False, soft_wrap=True)


def _show_roster(connection: Connection, prefix: str, database: str, console: Console) -> None:
    engine = open_database(database)
    try:
        project(connection, engine, prefix=prefix, to_end=True)
        console.rule("[bold]The end", align="left")
        console.print(roster_table(engine))
    finally:
        engine.dispose()


def _show_latencies(latencies: list[float], console: Console) -> None:
    console.print(
        f"{len(latencies)} proposals; from the event to the screen "
        f"{statistics.median(latencies):.0f} ms in the middle, {max(latencies):.0f} ms at most."
    )
    console.print("A proposal is a recommendation only: people decide.")
