"""`pathways snapshot`: a checked, portable copy of all logs, and a system made from one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.connection import kafka_options
from deploy.cli.history import history_told_clearly, processes_option, told_progress
from deploy.snapshot_target import (
    TargetError,
    clear_unfinished,
    loading,
    require_free,
    require_no_workers,
)
from schemas.connection import Connection
from streams.history.kafka import KafkaLogs
from streams.history.processes import Tell
from streams.history.snapshot.errors import DoesNotVerify
from streams.history.snapshot.loading import load as load_verified
from streams.history.snapshot.manifest import Manifest, seal_of
from streams.history.snapshot.saving import Taken
from streams.history.snapshot.saving import save as save_logs
from streams.history.snapshot.verifying import verify as verify_folder

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.group()
def snapshot() -> None:
    """A checked, portable copy of all logs: save it, verify it, load it elsewhere.

    Its files hold personal data, as the topics do: only their owner may read them, and so it
    should stay wherever they are copied to.
    """


@snapshot.command()
@_FOLDER
@kafka_options
@processes_option
@_AS_JSON
def save(
    *, folder: Path, connection: Connection, prefix: str, processes: int, as_json: bool
) -> None:
    """Write all topics to a new FOLDER, while no worker is at work.

    Exit code 1 where a worker is, where a log grows meanwhile, or where there is no room; then
    nothing is left behind.
    """
    taken = Taken(version("pathways"), datetime.now(UTC).isoformat(timespec="seconds"))
    with _told_clearly(), _told_by_topic(as_json) as tell:
        require_no_workers(connection, prefix)
        manifest = save_logs(KafkaLogs(connection, prefix), folder, taken, processes, tell)
    _show("saved", folder, manifest, as_json)


@snapshot.command()
@_FOLDER
@processes_option
@_AS_JSON
@click.pass_context
def verify(context: click.Context, *, folder: Path, processes: int, as_json: bool) -> None:
    """Compare each file in FOLDER with its checksum, and each record with what must hold.

    Exit code 1 where something does not verify: each thing is named.
    """
    with _told_clearly(), _told_by_topic(as_json) as tell:
        try:
            manifest = verify_folder(folder, processes, tell).manifest
        except DoesNotVerify as error:
            if not as_json:
                raise
            _print_json({"verifies": False, "folder": str(folder), "problems": error.problems})
            context.exit(1)
    _show("verified", folder, manifest, as_json)


@snapshot.command()
@_FOLDER
@kafka_options
@processes_option
@click.option(
    "--start-over",
    is_flag=True,
    help="Delete first what a load that was broken off has left under this prefix.",
)
@_AS_JSON
def load(
    *,
    folder: Path,
    connection: Connection,
    prefix: str,
    processes: int,
    start_over: bool,
    as_json: bool,
) -> None:
    """Make a system from FOLDER, under a prefix whose topics hold nothing.

    Everything is verified first. Exit code 1 where something does not verify, where topics hold
    records, or where loading fails; then what was created is deleted again.
    """
    target = KafkaLogs(connection, prefix)
    with _told_clearly(), _told_by_topic(as_json) as tell:
        verified = verify_folder(folder, processes, tell)
        if start_over:
            require_no_workers(connection, prefix)
            clear_unfinished(target)
        require_free(target, verified.manifest)
        with loading(target, verified.manifest):
            load_verified(verified, target, processes, tell)
    _show("loaded", folder, verified.manifest, as_json, prefix=prefix)


@contextmanager
def _told_clearly() -> Iterator[None]:
    with history_told_clearly():
        try:
            yield
        except TargetError as error:
            raise click.ClickException(str(error)) from error


@contextmanager
def _told_by_topic(quiet: bool) -> Iterator[Tell]:
    """A line for each topic: the partitions would not fit on a screen."""
    done: dict[str, int] = {}
    with told_progress(quiet=quiet) as tell_topic:

        def tell(place: str, records: int) -> None:
            done[place] = records
            topic = place.partition("/")[0]
            tell_topic(topic, sum(done[it] for it in done if it.partition("/")[0] == topic))

        yield tell


def _show(done: str, folder: Path, manifest: Manifest, as_json: bool, **more: str) -> None:
    if as_json:
        _print_json({"verifies": True, "folder": str(folder), **_summary(manifest), **more})
        return
    table = Table(box=None)
    for heading in ("topic", "partitions", "records", "bytes"):
        table.add_column(heading, justify="left" if heading == "topic" else "right")
    for topic, count in manifest.partitions().items():
        files = [one for one in manifest.files if one.topic == topic]
        records, size = sum(one.records for one in files), sum(one.bytes for one in files)
        table.add_row(topic, str(count), f"{records:,}", f"{size:,}")
    Console().print(table)
    click.echo(
        f"{folder}: {done}. {manifest.records:,} records in {manifest.bytes:,} bytes, taken "
        f"{manifest.taken_at} from {manifest.prefix}* by Pathways {manifest.pathways_version}.\n"
        f"Its seal: {seal_of(manifest)}"
    )
    for name, value in more.items():
        click.echo(f"{name}: {value}")


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "taken_at": manifest.taken_at,
        "pathways_version": manifest.pathways_version,
        "decision_versions": dict(manifest.decision_versions),
        "saved_prefix": manifest.prefix,
        "files": len(manifest.files),
        "records": manifest.records,
        "bytes": manifest.bytes,
        "seal": seal_of(manifest),
    }


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document))
