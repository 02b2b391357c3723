"""One pipeline on a running broker: its topics, its workers, and an outside reader of it all."""

import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from deploy.topics import create_topics
from schemas.connection import Connection
from schemas.topics import TOPICS
from tests.chaos.fleet import Fleet
from tests.pipeline.facts import Fact, Publishing
from tests.pipeline.reading import Place, Reader, Reading
from tests.pipeline.standing import Standing
from tests.pipeline.verdict import Verdict, verify

EVERYTHING = 1 << 40
"""More than any run has records: what `progress` answers once nothing is left to fold."""
PATIENCE_S = 60.0
"""How long a scene may make no progress."""
QUIET_S = 6.0
"""After so long without progress, workers in peace have nothing more to say."""


class Scene:
    """The topics under one prefix, with the fleets that work on them."""

    def __init__(
        self, connection: Connection, prefix: str, logs: Path, say: Callable[[str], None] = print
    ) -> None:
        self.connection, self.prefix, self.say = connection, prefix, say
        self._logs = logs
        self.fleets: list[Fleet] = []
        create_topics(connection, prefix, TOPICS.values())
        self.reader = Reader(connection.bootstrap_servers, prefix)
        self.standing = Standing(prefix)
        self._complete: tuple[int, int] | None = None

    @property
    def reading(self) -> Reading:
        """What was read up to the last look."""
        return self.reader.lines

    def fleet(self, *options: str) -> Fleet:
        """None of its workers is started yet."""
        logs = self._logs / str(len(self.fleets))
        logs.mkdir(parents=True)
        where = ("--bootstrap", self.connection.bootstrap_servers, "--prefix", self.prefix)
        command = ("tests.pipeline.worker", *where, *options)
        self.fleets.append(Fleet(command, logs, self.say))
        return self.fleets[-1]

    def publishing(self, history: Iterable[Fact], per_s: int) -> Publishing:
        return Publishing(self.connection.bootstrap_servers, self.prefix, history, per_s)

    def publish(self, history: Iterable[Fact]) -> int:
        """As fast as it goes; answers how many are acknowledged."""
        publishing = self.publishing(history, 1_000_000)
        publishing.start()
        return publishing.finish()

    def progress(self) -> int:
        """How many records the units have folded by now, or EVERYTHING."""
        self.look(0.5)
        folded = sum(self.standing.counts.values())
        if self.waiting() or not self.reader.has_read_all:
            self._complete = None
            return folded
        # A transaction shows in one partition a moment before it does in another: look twice.
        now = sum(map(len, self.reading.values())), folded
        before, self._complete = self._complete, now
        return EVERYTHING if now == before else folded

    def look(self, seconds: float) -> None:
        self.reader.look(seconds)
        self.standing.look(self.reading)

    def waiting(self) -> Collection[Place]:
        """The inputs of which records are left to fold."""
        return self.standing.waiting(self.reading)

    def wait_until(self, arrived: Callable[[], bool], what: str, patience_s: float) -> None:
        until = time.monotonic() + patience_s
        while not arrived():
            self.look(0.2)
            assert time.monotonic() < until, f"in {patience_s} s not seen: {what}"

    def wait_until_folded(self, but: Collection[Place] = ()) -> None:
        """Until nothing is left to fold, except in the partitions named by `but`."""
        waited = time.monotonic()
        before, settled = -1, 0
        while settled < 2:
            now = self.progress()
            left = set(self.waiting()) - set(but)
            settled = 0 if left or not self.reader.has_read_all or now != before else settled + 1
            if now != before:
                before, waited = now, time.monotonic()
            assert settled or time.monotonic() - waited < PATIENCE_S, f"stand still: {left}"

    def wait_until_quiet(self) -> None:
        """Until nothing moves any more, whether all is folded or not."""
        before, since = -1, time.monotonic()
        while not before or time.monotonic() - since < QUIET_S:
            now = self.progress()
            if now != before:
                before, since = now, time.monotonic()
            assert before or time.monotonic() - since < PATIENCE_S, "nothing ever moved"

    def verdict(self, skipped: Collection[str] = ()) -> Verdict:
        """Of all that is there, once no worker is left to add to it."""
        self.end_workers()
        return verify(self.reader.read_all(), self.prefix, skipped)

    def end_workers(self) -> None:
        for fleet in self.fleets:
            fleet.kill_all()

    def close(self) -> None:
        self.end_workers()
        self.reader.close()
