"""`pathways worker`: all stages in one process, as many processes as one likes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click
from prometheus_client import CollectorRegistry, start_http_server

from deploy.cli.connection import kafka_options
from deploy.cli.failures import told_clearly
from deploy.cli.schema_ids import ids_of
from deploy.cli.stderr_log import log_level_option, log_to_stderr
from deploy.snapshot_target import LoadUnfinished, is_loading
from deploy.topics import check_topics
from schemas.connection import Connection
from schemas.framing import IdsFromRegistry, SchemaIds
from schemas.topics import TOPICS
from streams.engine.app import run
from streams.topology import pathways_app


@click.command()
@kafka_options
@click.option(
    "--group",
    envvar="PATHWAYS_GROUP",
    show_envvar=True,
    metavar="NAME",
    help="Workers of one group share the work.  [default: the prefix and `worker`]",
)
@click.option(
    "--schema-ids",
    envvar="PATHWAYS_SCHEMA_IDS",
    show_envvar=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Ids of Confluent framing, as JSON: {"1042": "VacancyOpened.v1"}.',
)
@click.option(
    "--schema-registry",
    envvar="PATHWAYS_SCHEMA_REGISTRY",
    show_envvar=True,
    metavar="URL",
    help="A schema registry to ask for such ids instead.",
)
@click.option(
    "--metrics-port",
    envvar="PATHWAYS_METRICS_PORT",
    show_envvar=True,
    type=click.IntRange(1, 65535),
    help="Serve Prometheus metrics on this port.  [default: none]",
)
@click.option(
    "--days/--no-days",
    default=True,
    show_default=True,
    help="Publish each UTC day as it starts; without it, another worker must.",
)
@log_level_option
def worker(
    *,
    connection: Connection,
    prefix: str,
    group: str | None,
    schema_ids: Path | None,
    schema_registry: str | None,
    metrics_port: int | None,
    days: bool,
    log_level: str,
) -> None:
    """Run intake, candidates and pool, exactly once, until SIGTERM or Ctrl-C.

    Ends in good order: the transactions in hand are finished and the partitions handed over.
    """
    log_to_stderr(log_level)
    ids = _schema_ids(schema_ids, schema_registry)
    with told_clearly():
        if is_loading(connection, prefix):
            raise click.ClickException(str(LoadUnfinished(prefix)))
        _require_topics(connection, prefix)
    app = pathways_app(
        connection,
        prefix,
        group or f"{prefix}worker",
        ids,
        today=_utc_today if days else None,
    )
    if metrics_port is not None:
        _serve_metrics(metrics_port, app.registry)
    run(app)


def _utc_today() -> date:
    return datetime.now(UTC).date()


def _schema_ids(file: Path | None, registry: str | None) -> SchemaIds:
    if file and registry:
        raise click.UsageError("Give either --schema-ids or --schema-registry, not both.")
    if registry:
        return IdsFromRegistry(registry)
    return ids_of(file)


def _require_topics(connection: Connection, prefix: str) -> None:
    """A log with another number of partitions would tear people and job groups apart."""
    found = [it for it in check_topics(connection, prefix) if it.stops_workers]
    missing = [it for it in found if it.kind == "missing topic"]
    if len(missing) == len(TOPICS):
        raise click.ClickException(
            f"No topic of Pathways begins with {prefix!r}. Create them with "
            f"`pathways topics create --prefix {prefix}`, or correct the prefix."
        )
    if found:
        differences = "\n  ".join(map(str, found))
        remedies = "\n".join(_remedies(bool(missing), len(found) > len(missing), prefix))
        raise click.ClickException(
            f"The topics are not as they must be:\n  {differences}\n{remedies}"
        )


def _remedies(missing: bool, miscounted: bool, prefix: str) -> Iterator[str]:
    if missing:
        yield f"Create what is missing: pathways topics create --prefix {prefix}"
    if miscounted:
        yield (
            "These partition counts cannot be changed under way: people and job groups would move."
            " Where the topics hold nothing yet, delete and create them; otherwise start under"
            " another prefix and publish the facts there."
        )


def _serve_metrics(port: int, registry: CollectorRegistry) -> None:
    try:
        start_http_server(port, registry=registry)
    except OSError as error:
        raise click.ClickException(
            f"cannot serve metrics on port {port}: {error.strerror}. Choose another --metrics-port."
        ) from error
