"""What the commands share by which people ask for something or decide it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from deploy.acting import ActError, Line
from deploy.backtest.errors import WrongChanges
from deploy.cli.connection import settings_given
from deploy.cli.history import history_told_clearly
from deploy.leadership.errors import LeadershipNowError
from deploy.rotation.errors import RotationError
from producers.errors import ProducerError
from streams.exercise.errors import ExerciseError
from streams.leadership.errors import LeadershipError

AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
AS_ROLE = click.option(
    "--as", "role", required=True, metavar="ROLE",
    help="In whose name, such as hr-partner: a role, never a person.",
)  # fmt: skip


def wait_option(default: float) -> Callable[..., Any]:
    return click.option(
        "--wait",
        "wait_s",
        type=click.FloatRange(min=0),
        default=default,
        show_default=True,
        metavar="SECONDS",
        help="For how long to wait for the answer; what was published counts later too.",
    )


def line_of(context: click.Context, wait_s: float) -> Line:
    """To the Kafka that the options of the command name; a snapshot takes in nothing."""
    if context.params.get("snapshot") is not None:
        raise click.UsageError("a snapshot is only read: this is published, and needs a Kafka")
    settings = settings_given(context)
    return Line(settings.connect(), settings.prefix, wait_s)


@contextmanager
def acted_clearly() -> Iterator[None]:
    """Known errors as one clear message and exit code 1."""
    with history_told_clearly():
        try:
            yield
        except (
            ActError,
            ExerciseError,
            LeadershipError,
            LeadershipNowError,
            ProducerError,
            RotationError,
            WrongChanges,
        ) as error:
            raise click.ClickException(str(error)) from error
