"""`pathways broker`: a real Kafka on this machine, started and stopped by hand."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.broker.errors import NotRunning
from deploy.broker.layout import Home, home_from
from deploy.broker.local import LocalBroker
from deploy.broker.status import BrokerStatus
from deploy.cli.failures import told_clearly

_EPILOG = (
    "Files live in PATHWAYS_HOME (default ~/.pathways): the jars of Kafka, fetched once, and the "
    "data of the broker, kept between starts."
)


@click.group(epilog=_EPILOG)
def broker() -> None:
    """A real Apache Kafka on this machine, with nothing to install.

    To use a Kafka elsewhere, start none and set PATHWAYS_BOOTSTRAP_SERVERS instead.
    """


def _place(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name a broker."""
    directory = click.option(
        "--dir",
        "directory",
        type=click.Path(file_okay=False, path_type=Path),
        help="Directory of the broker; another one is another broker.  [default: HOME/broker]",
    )
    home = click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        help="Home of Pathways.  [default: PATHWAYS_HOME, or ~/.pathways]",
    )
    return home(directory(command))


def _home(home: Path | None) -> Home:
    return Home(home.absolute()) if home else home_from()


def _broker(home: Path | None, directory: Path | None, **options: Any) -> LocalBroker:
    chosen = _home(home)
    return LocalBroker(directory or chosen.default_broker, home=chosen, **options)


@broker.command()
@_place
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port for clients.  [default: a free one]"
)
@click.option("--heap-mib", default=512, show_default=True, help="Most memory for Kafka's heap.")
@click.option("--timeout", "timeout_s", default=60.0, show_default=True, help="Seconds to wait.")
def start(
    home: Path | None, directory: Path | None, port: int | None, heap_mib: int, timeout_s: float
) -> None:
    """Start a broker and wait until it serves clients; prints its address.

    Its port stays the same from start to start as long as it is free. The first start on a machine
    fetches Kafka (55 MB); the first stop prepares quicker starts.
    """
    local = _broker(home, directory, port=port, heap_mib=heap_mib)
    with told_clearly():
        if local.status().state == "crashed":
            click.echo("The last run ended without a clean stop; its data is recovered.", err=True)
        click.echo(local.start(timeout_s))


@broker.command()
@_place
@click.option(
    "--timeout", "timeout_s", default=30.0, show_default=True, help="Seconds before force."
)
def stop(home: Path | None, directory: Path | None, timeout_s: float) -> None:
    """Stop the broker cleanly; its data is kept."""
    local = _broker(home, directory)
    with told_clearly():
        try:
            local.stop(timeout_s)
        except NotRunning as nothing:
            click.echo(str(nothing))
        else:
            click.echo(f"Stopped the broker in {local.directory}.")


@broker.command()
@_place
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def status(
    context: click.Context, home: Path | None, directory: Path | None, as_json: bool
) -> None:
    """Tell whether the broker runs, where, since when and how large its data is.

    Exit code: 0 running, 3 stopped, 4 crashed.
    """
    local = _broker(home, directory)
    found = local.status()
    if as_json:
        click.echo(json.dumps({**asdict(found), "address": found.address}, default=str))
    else:
        _show(found, local)
    context.exit({"running": 0, "stopped": 3, "crashed": 4}[found.state])


def _show(found: BrokerStatus, local: LocalBroker) -> None:
    table = Table(show_header=False, box=None)
    for name, value in _facts(found):
        table.add_row(name, value)
    Console(soft_wrap=True).print(table)
    if found.state == "crashed":
        click.echo("It ended without a clean stop. Its last lines:")
        for line in local.last_lines(10):
            click.echo(f"  | {line}")
        click.echo("Start it again with `pathways broker start`: its data is recovered.")


def _facts(found: BrokerStatus) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = [("state", found.state)]
    if found.state == "running":
        facts += [("address", str(found.address)), ("process", str(found.pid))]
        facts += [("running for", f"{found.uptime_s or 0:.0f} s")]
    facts += [("directory", str(found.directory)), ("log", str(found.log_path))]
    return [*facts, ("data", f"{found.data_bytes / (1 << 20):.1f} MiB")]


@broker.command()
@_place
@click.option("-n", "--lines", default=50, show_default=True, help="How many of the last lines.")
@click.option("-f", "--follow", is_flag=True, help="Go on with new lines until interrupted.")
def logs(home: Path | None, directory: Path | None, lines: int, follow: bool) -> None:
    """Print the end of the broker's log."""
    local = _broker(home, directory)
    for line in local.last_lines(lines):
        click.echo(line)
    if follow:
        for line in local.follow():
            click.echo(line)


if __name__ == "__main__":
    broker()
