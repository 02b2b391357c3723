"""A worker of the counting stage, as a process to be killed, paused or sabotaged."""

import argparse
import logging
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import sleep

from prometheus_client import start_http_server

from schemas.connection import Connection
from streams.engine.app import build_app, run
from streams.engine.settings import EngineSettings
from streams.engine.stage import Output, Position, Record
from tests.chaos.count import CountFold, CountTopics, count_stage, positions
from tests.chaos.sabotage import SABOTAGES

SETTINGS = EngineSettings(
    session_timeout_s=4.0,
    heartbeat_interval_s=0.5,
    request_timeout_s=10.0,
    transaction_timeout_ms=5_000,
    transaction_deadline_s=6.0,
    stalled_s=8.0,
    hung_s=15.0,
)
"""Short times: a run of a minute should see many sessions end."""


@dataclass(frozen=True)
class Arguments:
    bootstrap: str
    prefix: str
    sabotage: str
    slowness_s: float
    records_max: int
    metrics_port: int
    stop_at: int
    patience_s: float
    mended: bool


def _arguments() -> Arguments:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--sabotage", default="none", choices=SABOTAGES)
    parser.add_argument("--slowness-s", type=float, default=0.0, help="added to each transaction")
    parser.add_argument("--records-max", type=int, default=2_000)
    parser.add_argument("--metrics-port", type=int, default=0)
    parser.add_argument(
        "--stop-at", type=int, default=0, help="stops itself (SIGSTOP) at this record, folded"
    )
    parser.add_argument("--patience-s", type=float, default=0.0, help="of the watchdog")
    parser.add_argument("--mended", action="store_true", help="folds what used to be poison")
    return Arguments(**vars(parser.parse_args()))


class SlowFold(CountFold):
    """Takes its time, so that a fault finds the worker in the middle of something."""

    slowness_s = 0.0
    mended = True
    stop_at = 0

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        if not self.mended and any(record.value == b"poison" for record in records):
            raise ValueError("poison")
        if self.slowness_s:
            sleep(self.slowness_s)
        if start.count <= self.stop_at < start.count + len(records) and self.stop_at:
            os.kill(os.getpid(), signal.SIGSTOP)
        return [*super().fold(records, start), *self._oversized(records)]

    def _oversized(self, records: Sequence[Record]) -> Sequence[Output]:
        if self.mended or not any(record.value == b"oversized" for record in records):
            return ()
        return [Output(self._topics.output, self._partition, b"large", bytes(2 << 20))]


def main() -> None:
    arguments = _arguments()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level="INFO")
    SABOTAGES[arguments.sabotage]()
    SlowFold.slowness_s, SlowFold.mended = arguments.slowness_s, arguments.mended
    SlowFold.stop_at = arguments.stop_at
    topics = CountTopics(arguments.prefix)
    app = build_app(
        Connection(arguments.bootstrap),
        f"{arguments.prefix}group",
        [count_stage(topics, SlowFold)],
        positions(topics),
        settings=_settings(arguments),
    )
    if arguments.metrics_port:
        start_http_server(arguments.metrics_port, registry=app.registry)
    run(app)


def _settings(arguments: Arguments) -> EngineSettings:
    patience_s = arguments.patience_s
    return replace(
        SETTINGS,
        transaction_records_max=arguments.records_max,
        stalled_s=patience_s or SETTINGS.stalled_s,
        hung_s=patience_s or SETTINGS.hung_s,
    )


if __name__ == "__main__":
    main()
