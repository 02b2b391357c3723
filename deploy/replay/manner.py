"""How a replay is done, and what of it goes together."""

import sys
from dataclasses import dataclass

import click

from deploy.replay.destination import Destination, ToStdout
from schemas.topics import UPSTREAM
from streams.history.replay.again import PUBLIC


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is done, and how much is asked before."""

    again: bool
    through_intake: bool
    rate: int | None
    dry_run: bool
    yes: bool
    append: bool
    resume: bool
    as_json: bool

    def check(self, topics: tuple[str, ...], destination: Destination | None) -> None:
        """Raises UsageError for what does not go together."""
        if self.append and self.resume:
            raise click.UsageError("--append begins, --resume goes on: give one of them.")
        if self.again and (others := [it for it in topics if it not in PUBLIC]):
            raise click.UsageError(
                f"--again decides {', '.join(PUBLIC)}, not {', '.join(others)}: those are facts."
            )
        if not topics and not self.again:
            raise click.UsageError("Name the topics to replay.")
        if self.through_intake:
            self._check_feeding(topics, destination)
        elif destination is None:
            raise click.UsageError("Say where to: --to topics:PREFIX, a file, - or a database.")

    def _check_feeding(self, topics: tuple[str, ...], destination: Destination | None) -> None:
        if destination is not None or self.again or self.append or self.resume:
            raise click.UsageError(
                "--through-intake feeds the same topics again: it goes with no --to, --again, "
                "--append or --resume. What was interrupted is simply fed again: a fact that "
                "arrives twice counts once."
            )
        if others := [it for it in topics if it not in UPSTREAM]:
            raise click.UsageError(
                f"only what upstream systems write can be fed again: {', '.join(UPSTREAM)}; "
                f"not {', '.join(others)}."
            )

    def asks(self, destination: Destination | None) -> bool:
        if self.yes or isinstance(destination, ToStdout):
            return False
        return self.through_intake or sys.stdout.isatty()
