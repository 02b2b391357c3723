"""When something is taken to stand still."""

import asyncio
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry

from schemas.connection import Connection
from streams.engine.batch import ReadTo
from streams.engine.clients import Clients
from streams.engine.metrics import Metrics
from streams.engine.offsets import LogOffsets
from streams.engine.settings import EngineSettings
from streams.engine.stage import Partition
from streams.engine.units import Units
from streams.engine.watchdog import StandStill, Watchdog
from tests.chaos.count import CountTopics, count_stage, positions


def test_lag_without_progress_first_reopens_and_then_ends() -> None:
    still = StandStill(looks_max=3)
    advice = [still.look(lag=10, progress=1) for _ in range(7)]
    assert advice == ["go on", "go on", "go on", "reopen", "go on", "go on", "end"]


def test_progress_or_no_lag_starts_the_count_anew() -> None:
    still = StandStill(looks_max=2)
    for progress in range(20):
        assert still.look(lag=10, progress=progress) == "go on"
    for _ in range(20):
        assert still.look(lag=0, progress=0) == "go on"


def test_what_lies_behind_the_last_record_is_no_lag_once_it_was_looked_at() -> None:
    """A log that ends in transaction markers has an end that no record reaches."""
    assert ReadTo(handed_out=90, looked_at=92).lag(position=90, end=92) == 0
    assert ReadTo(handed_out=90, looked_at=91).lag(position=90, end=92) == 2


def test_what_was_handed_out_and_got_lost_is_lag() -> None:
    assert ReadTo(handed_out=90, looked_at=92).lag(position=40, end=92) == 52


class Swallowing(LogOffsets):
    """Answers a cancellation with an answer, as a client does whose answer came just then."""

    def __init__(self, clients: Clients) -> None:
        super().__init__(clients)
        self.asked = asyncio.Event()

    async def stable_end(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        self.asked.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return dict.fromkeys(partitions, 0)
        raise AssertionError("nobody cancelled it")


class Outside:
    """A consumer that is part of no group."""

    def joined(self) -> bool:
        return False

    async def read_to(self) -> Mapping[Partition, ReadTo]:
        return {}


def test_a_watchdog_ends_with_its_worker_even_if_its_cancellation_is_swallowed() -> None:
    async def ends() -> bool:
        topics = CountTopics("a.")
        clients = Clients(Connection("nowhere:9092"), "a", EngineSettings(watch_interval_s=0.01))
        metrics = Metrics(CollectorRegistry())
        units = Units([count_stage(topics)], clients, positions(topics), metrics)
        units.offsets = offsets = Swallowing(clients)
        watchdog = Watchdog(units, Outside)
        watching = asyncio.create_task(watchdog.run())
        await offsets.asked.wait()
        watchdog.expect_end()
        watching.cancel()
        done, _ = await asyncio.wait([watching], timeout=2.0)
        watchdog.over()
        watching.cancel()
        return watching in done

    assert asyncio.run(ends())
