"""`pathways topics`: the topic table applied to a Kafka, shown and compared."""

import json
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.connection import kafka_options
from deploy.cli.failures import told_clearly
from deploy.topics import (
    BROKER_DEFAULT,
    Applied,
    TopicState,
    apply_topics,
    check_topics,
    describe_topics,
)
from schemas.connection import Connection

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON array.")


@click.group()
def topics() -> None:
    """The topics of Pathways: create, show and check them."""


@topics.command()
@kafka_options
@click.option(
    "--replication-factor",
    type=click.IntRange(min=1),
    default=None,
    help="Copies of each partition.  [default: what the cluster is set up with]",
)
@_AS_JSON
@click.pass_context
def create(
    context: click.Context,
    connection: Connection,
    prefix: str,
    replication_factor: int | None,
    as_json: bool,
) -> None:
    """Create the topics that are missing; nothing that exists is changed.

    Exit code 1 when a topic that exists differs from the table.
    """
    with told_clearly():
        applied = apply_topics(connection, prefix, replication_factor or BROKER_DEFAULT)
    if as_json:
        _print_json([asdict(one) for one in applied])
    else:
        _show_applied(applied)
    context.exit(1 if any(one.differences for one in applied) else 0)


@topics.command()
@kafka_options
@_AS_JSON
def describe(connection: Connection, prefix: str, as_json: bool) -> None:
    """Show each topic as Kafka has it."""
    with told_clearly():
        states = describe_topics(connection, prefix)
    if as_json:
        _print_json([_described(state) for state in states])
    elif states:
        _show_states(states)
    else:
        click.echo(f"No topic begins with {prefix!r} yet: run `pathways topics create`.")


@topics.command()
@kafka_options
@_AS_JSON
@click.pass_context
def diff(context: click.Context, connection: Connection, prefix: str, as_json: bool) -> None:
    """Name every difference from the table; exit code 1 when there is one."""
    with told_clearly():
        found = check_topics(connection, prefix)
    if as_json:
        _print_json([asdict(difference) for difference in found])
    else:
        for difference in found:
            click.echo(f"{difference}{STOPS if difference.stops_workers else ''}")
        if not found:
            click.echo("Every topic is as the table says.")
    context.exit(1 if found else 0)


STOPS = " (workers refuse to start)"


def _print_json(rows: list[dict[str, Any]]) -> None:
    click.echo(json.dumps(rows))


def _described(state: TopicState) -> dict[str, Any]:
    return {
        "topic": state.full_name,
        "writer": state.topic.writer,
        "key": state.topic.key,
        "kept": state.topic.kept,
        "partitions": state.partitions,
        "replicas": state.replicas,
        "config": {name: state.config.get(name) for name in state.topic.config()},
    }


def _show_states(states: list[TopicState]) -> None:
    table = Table(box=None)
    table.add_column("topic", no_wrap=True)
    for heading in ("writer", "key", "kept", "partitions", "replicas"):
        table.add_column(heading)
    for state in states:
        topic = state.topic
        counts = (str(state.partitions), str(state.replicas))
        table.add_row(state.full_name, topic.writer, topic.key, topic.kept, *counts)
    Console().print(table)


def _show_applied(applied: list[Applied]) -> None:
    for one in applied:
        click.echo(f"{one.result:<10} {one.topic}")
        for difference in one.differences:
            click.echo(f"           {difference}{STOPS if difference.stops_workers else ''}")


if __name__ == "__main__":
    topics()
