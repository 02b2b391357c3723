"""The options by which every command on history reaches its logs, and says how far it is."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from deploy.cli.connection import KafkaSettings, kafka_settings
from deploy.cli.results import results_told_clearly
from schemas.errors import ContractError
from streams.history.errors import HistoryError
from streams.history.kafka import KafkaLogs
from streams.history.logs import Logs
from streams.history.processes import Tell
from streams.history.snapshot.reading import SnapshotLogs

processes_option = click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1,
    show_default="one for each core",
    help="How many processes share the partitions.",
)

_SNAPSHOT = click.option(
    "--snapshot",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Read what `pathways snapshot save` wrote; no Kafka is asked then.",
)


def history_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `logs: Logs` and `processes: int` from options or environment."""
    return logs_options(processes_option(command))


def logs_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command that works in one process `logs: Logs`."""

    @_SNAPSHOT
    @kafka_settings
    @functools.wraps(command)
    def informed(*args: Any, settings: KafkaSettings, snapshot: Path | None, **kwargs: Any) -> Any:
        return command(*args, logs=_logs(settings, snapshot), **kwargs)

    return informed


def _logs(settings: KafkaSettings, snapshot: Path | None) -> Logs:
    if snapshot is not None:
        return SnapshotLogs(snapshot)
    return KafkaLogs(settings.connect(), settings.prefix)


@contextmanager
def history_told_clearly() -> Iterator[None]:
    """Known errors as one clear message and exit code 1."""
    with results_told_clearly():
        try:
            yield
        except (HistoryError, ContractError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            raise click.ClickException(
                f"cannot read or write{where}: {error.strerror or error}"
            ) from error


@contextmanager
def told_progress(*, quiet: bool) -> Iterator[Tell]:
    """A line for each part on the standard error, where somebody looks at it."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:>12,.0f} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as shown:
        parts: dict[str, TaskID] = {}

        def tell(part: str, records: int) -> None:
            if part not in parts:
                parts[part] = shown.add_task(part, total=None)
            shown.update(parts[part], completed=records)

        yield tell
