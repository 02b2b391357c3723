"""One small scene on a running broker: topics of its own, workers, and what came out."""

import time
from pathlib import Path

from tests.chaos.count import CountTopics
from tests.chaos.fleet import Fleet
from tests.chaos.kafka import Reader, create, publish
from tests.chaos.run import worker_command
from tests.chaos.verdict import Verdict, verify


class Scene:
    """The topics, the workers and a reader of one test."""

    def __init__(self, bootstrap: str, prefix: str, logs: Path) -> None:
        self.bootstrap = bootstrap
        self.prefix, self.logs = prefix, logs
        self.topics = CountTopics(prefix)
        self.fleets: list[Fleet] = []
        create(self.bootstrap, self.topics.configs())
        self.reader = Reader(self.bootstrap, self.topics.output)

    def fleet(self, *options: str) -> Fleet:
        logs = self.logs / str(len(self.fleets))
        logs.mkdir()
        command = worker_command(self.bootstrap, self.prefix, *options)
        self.fleets.append(Fleet(command, logs, print))
        return self.fleets[-1]

    def publish(self, number: int, padding: int = 0, keys: int = 400) -> None:
        """So many records over so many keys, each value of at least `padding` bytes."""
        publish(
            self.bootstrap,
            self.topics.input,
            ((b"k%d" % (one % keys), b"%0*d" % (padding, one)) for one in range(number)),
        )

    def wait_for(self, outputs: int, patience_s: float = 30.0) -> None:
        """Until so many outputs are there, or none has come for a while."""
        since = time.monotonic()
        before = self.reader.records
        while before < outputs and time.monotonic() - since < patience_s:
            now = self.reader.look(0.2)
            if now > before:
                before, since = now, time.monotonic()

    def verdict(self) -> Verdict:
        self.close()
        return verify(self.bootstrap, self.topics)

    def close(self) -> None:
        for fleet in self.fleets:
            fleet.kill_all()
        self.reader.close()
