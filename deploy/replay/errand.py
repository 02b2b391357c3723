"""One replay from its first look to its last word."""

import json
import time
from dataclasses import dataclass

import click
from rich.console import Console

from deploy.cli.history import told_progress
from deploy.render.replay import replay_tables
from deploy.replay.destination import Destination, ToStdout
from deploy.replay.manner import Manner
from deploy.replay.route import Route
from streams.history.logs import Logs
from streams.history.replay.carrying import counted
from streams.history.replay.errors import NothingThere
from streams.history.replay.order import Replay
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally


@dataclass(frozen=True, slots=True)
class Errand:
    logs: Logs
    order: Replay
    route: Route
    manner: Manner
    destination: Destination | None
    processes: int

    def run(self) -> None:
        parts = self._checked()
        if self.manner.dry_run or self.manner.asks(self.destination):
            with told_progress(quiet=self.manner.as_json) as tell:
                plan = counted(self.logs, self.order, parts, self.processes, tell)
            self._show(plan, None)
            _require_some(plan)
            if self.manner.dry_run:
                return
            self._ask()
        begun = time.monotonic()
        with told_progress(quiet=self.manner.as_json) as tell:
            tally = self.route.carry(self.logs, parts, self.manner.rate, self.processes, tell)
        if not self.manner.resume:
            _require_some(tally)
        self._show(tally, time.monotonic() - begun)

    def _checked(self) -> list[Stretch]:
        with self.logs.open() as reader:
            parts = self.order.stretches(reader)
            if not parts:
                raise NothingThere("there is no record between these bounds: nothing was written")
            self.route.check(reader, append=self.manner.append)
        return parts

    def _ask(self) -> None:
        if not self.manner.through_intake:
            click.confirm(f"Write them to {self.route}?", abort=True, err=True)
            return
        prefix = str(self.route)
        question = f"Live workers will take these again. Type the topic prefix, {prefix}"
        said = click.prompt(question, err=True, default="", show_default=False)
        if said.strip() != prefix:
            raise click.ClickException("that is not the prefix: nothing was written")

    def _show(self, tally: Tally, seconds: float | None) -> None:
        """A plan before it is written has no seconds."""
        # The standard output belongs to the records where they go there.
        aside = isinstance(self.destination, ToStdout)
        asking = seconds is None and not self.manner.dry_run
        if self.manner.as_json and not asking:
            document = {"dry_run": self.manner.dry_run, "to": str(self.route), **tally.to_json()}
            document |= {} if seconds is None else {"seconds": round(seconds, 3)}
            click.echo(json.dumps(document), err=aside)
            return
        console = Console(stderr=aside or asking)
        console.print(replay_tables(tally))
        what = "would be written" if seconds is None else "written"
        took = "" if seconds is None else f" in {seconds:.1f} s"
        console.print(f"{tally.records} records {what} to {self.route}{took}", markup=False)


def _require_some(tally: Tally) -> None:
    if not tally.records:
        raise NothingThere("nothing between these bounds was chosen: nothing was written")
