"""Finds what stands still: reopens a unit, and if that does not help ends the process.

Times are counted in looks, not by the clock: a process that was stopped and goes on has not
hung, and is given its time.
"""

import asyncio
import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Literal, NoReturn, Protocol

from streams.engine.batch import ReadTo
from streams.engine.settings import EngineSettings
from streams.engine.stage import Partition
from streams.engine.tenure import Tenure
from streams.engine.units import Units

log = logging.getLogger(__name__)

EXIT_STALLED = 75
"""Exit status of a worker that ended itself; Unix calls 75 a temporary failure: start it again."""

Advice = Literal["go on", "reopen", "end"]


def end_process(reason: str) -> NoReturn:
    """Hard, with all threads' tracebacks on stderr: what hangs cannot be asked to stop."""
    log.critical("this worker ends itself: %s", reason)
    faulthandler.dump_traceback(file=sys.stderr)
    sys.stderr.flush()
    os._exit(EXIT_STALLED)


class StandStill:
    """Counts how many looks in a row saw lag and no progress."""

    def __init__(self, looks_max: int) -> None:
        self._looks_max = looks_max
        self._looks = 0
        self._progress: object = None

    def look(self, lag: int, progress: object) -> Advice:
        if lag <= 0 or progress != self._progress:
            self._looks, self._progress = 0, progress
            return "go on"
        self._looks += 1
        if self._looks >= 2 * self._looks_max:
            return "end"
        return "reopen" if self._looks == self._looks_max else "go on"


class Worker(Protocol):
    """What the watchdog asks of the transport's consumer."""

    def joined(self) -> bool: ...
    async def read_to(self) -> Mapping[Partition, ReadTo]: ...


class Watchdog:
    """Looks at every unit's lag and progress, and at its own event loop from a thread."""

    def __init__(self, units: Units, worker: Callable[[], Worker]) -> None:
        self._units, self._worker = units, worker
        self._settings: EngineSettings = units.clients.settings
        self._still: dict[Partition, StandStill] = {}
        self._folds: dict[Partition, StandStill] = {}
        self._outside = StandStill(self._looks(self._settings.stalled_s))
        self._turns = 0
        self._over = threading.Event()

    async def run(self) -> None:
        """Look until cancelled, or until `expect_end`: a client below may swallow a cancellation
        that comes just as its answer does."""
        threading.Thread(target=self._watch_loop, name="watchdog", daemon=True).start()
        while self._turns >= 0:
            await asyncio.sleep(self._settings.watch_interval_s)
            self._turns += self._turns >= 0
            await self._look_around()

    def expect_end(self) -> None:
        """From now on the loop's turns do not count: the process must end in time."""
        self._turns = -1

    def over(self) -> None:
        self._over.set()

    def _looks(self, seconds: float) -> int:
        return max(1, round(seconds / self._settings.watch_interval_s))

    async def _look_around(self) -> None:
        """A broker that does not answer is nobody's standstill: the next look will tell."""
        partitions = list(self._units.tenures)
        inputs = partitions or [Partition(next(iter(self._units.stage_of)), 0)]
        try:
            ends = await self._units.offsets.stable_end(inputs)
        except Exception as error:
            log.info("the ends of the inputs cannot be read: %r", error)
            return
        if self._outside.look(lag=not self._worker().joined(), progress=None) == "end":
            end_process("it has not been part of its group for too long")
        read_to = await self._read_to()
        for partition in partitions:
            if tenure := self._units.tenures.get(partition):
                self._look_at(partition, tenure, ends[partition], read_to.get(partition))

    async def _read_to(self) -> Mapping[Partition, ReadTo]:
        try:
            async with asyncio.timeout(1.0):
                return await self._worker().read_to()
        except Exception as error:
            log.info("the consumer does not say how far it has read: %r", error)
            return {}

    def _look_at(
        self, partition: Partition, tenure: Tenure, end: int, read_to: ReadTo | None
    ) -> None:
        position = tenure.unit.position.offset
        lag = read_to.lag(position, end) if read_to else max(0, end - position)
        tenure.metrics.lag.set(lag)
        self._look_at_fold(partition, tenure)
        still = self._still.setdefault(partition, StandStill(self._looks(self._settings.stalled_s)))
        waiting = 0 if tenure.stands_still_rightly or tenure.unit.folding_beside else lag
        match still.look(waiting, tenure.steps):
            case "reopen":
                log.error("%s: lag %d and no progress: reopening", tenure.id, lag)
                tenure.reopen_stalled()
            case "end":
                end_process(f"{tenure.id} has lag {lag} and reopening it did not help")

    def _look_at_fold(self, partition: Partition, tenure: Tenure) -> None:
        """A thread cannot be stopped: a fold in one that never ends takes the process with it."""
        looks = self._looks(self._settings.slow_fold_s_max / 2)
        still = self._folds.setdefault(partition, StandStill(looks))
        if still.look(int(tenure.unit.folding_beside), tenure.steps) == "end":
            end_process(f"{tenure.id}: a fold does not end")

    def _watch_loop(self) -> None:
        """In a thread of its own: a loop that hangs cannot watch itself."""
        seen, looks = None, 0
        while not self._over.wait(self._settings.watch_interval_s):
            looks = looks + 1 if self._turns == seen else 0
            seen = self._turns
            if looks >= self._looks(self._settings.hung_s):
                end_process("its event loop hangs, or it does not end")
