"""How the commands that show results end when something known goes wrong, and when asked to."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click
from sqlalchemy.exc import SQLAlchemyError

from consumers.errors import ConsumerError
from deploy.cli.failures import told_clearly


@contextmanager
def results_told_clearly() -> Iterator[None]:
    with told_clearly():
        try:
            yield
        except ConsumerError as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip()
            raise click.ClickException(f"The database refused: {reason}") from error


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, so that a loop can end between two batches."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
