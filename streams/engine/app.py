"""Builds the Faust app that runs stages exactly once, and runs it until it is told to stop."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Sequence
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.types import StreamT
from prometheus_client import CollectorRegistry

from schemas.connection import Connection
from streams.engine.batch import Batch
from streams.engine.clients import Clients
from streams.engine.health import HealthLog
from streams.engine.metrics import Metrics
from streams.engine.settings import EngineSettings
from streams.engine.stage import Stage
from streams.engine.units import Units
from streams.engine.watchdog import Watchdog

log = logging.getLogger(__name__)

NOISY_LOGGERS = ("faust", "aiokafka", "mode")
"""They build records for each message, at levels nobody prints."""

COLLECT_AFTER_OBJECTS = 10_000
"""New objects before the youngest are looked through; Python's own 700 come with a few records."""


class _Boot(BootStrategy):
    """Units write through their own producers: Faust's is not started."""

    enable_kafka_producer = False


class _Raw(faust.Schema[None, Batch]):
    """Hands a batch through as it is."""

    def loads_key(self, app: Any, message: Any, **options: Any) -> None:
        return None

    def loads_value(self, app: Any, message: Any, **options: Any) -> Any:
        return message.value


class UnitsApp(faust.App):
    """A Faust app whose transport reads for units."""

    BootStrategy = _Boot

    def __init__(
        self,
        connection: Connection,
        group: str,
        settings: EngineSettings,
        units: Units,
        registry: CollectorRegistry,
    ) -> None:
        self.connection, self.settings, self.units = connection, settings, units
        self.registry = registry
        super().__init__(
            group,
            broker=[f"units://{address}" for address in connection.bootstrap_servers.split(",")],
            store="memory://",
            web_enabled=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            table_standby_replicas=0,
            # Batches are bounded where they are fetched, unit by unit. Faust's own buffer has one
            # limit for all partitions together, and when it is full stops them all for a second.
            stream_buffer_maxsize=1 << 20,
            stream_wait_empty=False,
            broker_request_timeout=settings.request_timeout_s,
            broker_session_timeout=settings.session_timeout_s,
            broker_heartbeat_interval=settings.heartbeat_interval_s,
            broker_commit_interval=settings.commit_hint_interval_s,
        )

    async def on_first_start(self) -> None:
        """Faust would make folders for tables wherever the worker was started: it keeps none."""


def build_app(
    connection: Connection,
    group: str,
    stages: Sequence[Stage],
    health: HealthLog,
    *,
    settings: EngineSettings | None = None,
) -> UnitsApp:
    """An app that runs the stages' units.

    `group` is the consumer group, and the first part of every transactional id: workers that
    share it share the work; two groups on the same topics would both do all of it.
    """
    settings, registry = settings or EngineSettings(), CollectorRegistry()
    units = Units(stages, Clients(connection, group, settings), health, Metrics(registry))
    app = UnitsApp(connection, group, settings, units, registry)
    topic = app.topic(*units.stage_of, schema=_Raw(), acks=False)

    @app.agent(topic, name="units")
    async def hand_over(batches: StreamT[Batch]) -> None:
        async for batch in batches:
            units.deliver(batch)

    return app


async def work(app: UnitsApp, stop: asyncio.Event) -> None:
    """Run the app until `stop` is set; then finish transactions, close units, leave the group.

    Raises what crashed the app, if anything did.
    """
    watchdog = Watchdog(app.units, lambda: app.consumer)
    watching = asyncio.create_task(watchdog.run())
    try:
        await app.start()
        await _first(stop.wait(), app.wait_until_stopped(), watching)
    finally:
        watchdog.expect_end()
        watching.cancel()
        await app.units.close()
        await app.stop()
        watched = await asyncio.gather(watching, return_exceptions=True)
        watchdog.over()
    for reason in (app.crash_reason, *watched):
        if isinstance(reason, Exception):
            raise reason


async def _first(*things: Any) -> None:
    """Wait until the first of these is done."""
    tasks = [asyncio.ensure_future(one) for one in things]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def run(app: UnitsApp) -> None:
    """Run the app in this process until SIGTERM or SIGINT.

    Raises what crashed the app. A process that hangs ends with status `watchdog.EXIT_STALLED`.
    """
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    collect_less_often()
    sys.setswitchinterval(app.settings.thread_switch_s)

    async def until_signalled() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await work(app, stop)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(until_signalled())


def collect_less_often() -> None:
    """What is imported by now stays for ever, and folds make many objects and hardly a cycle: to
    look all of them through at Python's own pace costs a tenth of a worker's time and more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER_OBJECTS, 20, 100)


def _loop_factory() -> Any:
    """uvloop gains a fifth in speed; where it is not installed, asyncio's own loop does."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return None
    return uvloop.new_event_loop
