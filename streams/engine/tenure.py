"""How a worker holds a partition: opens its unit, and opens it anew after each failure."""

import asyncio
import logging
from contextlib import suppress
from typing import Protocol

from aiokafka.errors import ProducerFenced

from streams.engine.batch import Batch
from streams.engine.errors import NotOurs, NotYet, Poison
from streams.engine.health import UnitHealth
from streams.engine.metrics import UnitMetrics
from streams.engine.quarantine import Quarantine
from streams.engine.stage import Stage, UnitId
from streams.engine.unit import Surroundings, Unit
from streams.engine.writer import Writer

log = logging.getLogger(__name__)


class Membership(Protocol):
    """Whether the group still knows this worker."""

    async def confirmed(self) -> bool:
        """Ask the group's coordinator, now."""


class Stalled(Exception):
    """The unit had lag and made no progress, and was cancelled for it."""


class Tenure:
    """One unit after another on the same partition, until the partition is given up."""

    def __init__(
        self,
        unit: UnitId,
        stage: Stage,
        around: Surroundings,
        membership: Membership,
        metrics: UnitMetrics,
    ) -> None:
        self.id, self._stage, self._around = unit, stage, around
        self._membership, self.metrics = membership, metrics
        self._settings = around.clients.settings
        self._quarantine = Quarantine(self._settings.poison_failures)
        self._over = asyncio.Event()
        self._failures = 0
        self._running: asyncio.Task[None] | None = None
        self.quarantined = False
        self._waits_outside = False
        self.unit = self._new_unit()

    async def run(self) -> None:
        """Hold the partition until `end`."""
        while not self._over.is_set():
            try:
                await self._run_unit()
            except Exception as error:
                self._failures = 1 if self.unit.has_committed else self._failures + 1
                await self._after(error)
            if not self._over.is_set():
                self.unit = self._new_unit()
        self.metrics.closed()

    def end(self) -> None:
        """Give the partition up after the transaction in hand."""
        self._over.set()
        self.unit.stop()

    def deliver(self, batch: Batch) -> None:
        self.unit.deliver(batch)

    def seek_again(self) -> None:
        self.unit.seek_again()

    def reopen_stalled(self) -> None:
        """Drop the unit as it is and open a new one."""
        if self._running is not None:
            self._running.cancel()

    @property
    def stands_still_rightly(self) -> bool:
        """Neither reopening it nor ending the process would help."""
        return self.quarantined or (self._waits_outside and not self.unit.has_committed)

    @property
    def steps(self) -> tuple[int, int]:
        """Changes with every step forward of this tenure's work."""
        return self.unit.position.count, self.unit.restored

    def _new_unit(self) -> Unit:
        careful_until = self._quarantine.careful_until
        return Unit(self.id, self._stage, self._around, self.metrics, careful_until)

    async def _run_unit(self) -> None:
        self._running = asyncio.create_task(self.unit.run(), name=str(self.id))
        try:
            await asyncio.wait([self._running])
            if self._running.cancelled():
                raise Stalled
            await self._running
        finally:
            self._running.cancel()
            self._running = None

    async def _after(self, error: Exception) -> None:
        self.metrics.enter("waiting")
        self.metrics.reopened(error)
        self._waits_outside = isinstance(error, NotYet)
        if isinstance(error, NotOurs):
            log.info("%s: %s", self.id, error)
            await self._pause()
        elif isinstance(error, ProducerFenced):
            self.metrics.fenced.inc()
            log.warning("%s: fenced; asking the group whether the partition is still ours", self.id)
            await self._until_confirmed()
        elif isinstance(error, Poison) and self._quarantine.note(error):
            await self._put_aside(error)
        else:
            log.warning("%s: reopening after %s: %s", self.id, type(error).__name__, error)
            await self._pause()

    async def _pause(self) -> None:
        """Back off, doubling with each failure in a row; ends early with the tenure."""
        doubled = self._settings.reopen_after_s * 2 ** min(self._failures - 1, 10)
        seconds = min(doubled, self._settings.reopen_after_s_max)
        await self._wait(seconds)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()

    async def _until_confirmed(self) -> None:
        """Fenced is no proof of a new owner: a slow transaction looks the same. Reopening would
        fence a new owner, so first the group must confirm that this worker still belongs."""
        await self._pause()
        while not self._over.is_set() and not await self._membership.confirmed():
            await self._wait(self._settings.heartbeat_interval_s)

    async def _put_aside(self, poison: Poison) -> None:
        log.error("%s is QUARANTINED, others go on: %s", self.id, poison, exc_info=poison)
        self.metrics.enter("quarantined")
        self.quarantined = True
        health = UnitHealth(self.id, "quarantined", poison.start, str(poison))
        await self._tell(health)
        await self._over.wait()

    async def _tell(self, health: UnitHealth) -> None:
        """Write the health under the unit's own name: only its owner can."""
        while not self._over.is_set():
            writer = Writer(self._around.clients, self.id)
            try:
                async with asyncio.timeout(self._settings.open_deadline_s):
                    await writer.open()
                    await writer.write([self._around.health.encode_health(health)])
                return
            except ProducerFenced:
                await self._until_confirmed()
            except Exception as error:
                log.warning("%s: cannot tell its quarantine yet: %r", self.id, error)
                await self._pause()
            finally:
                await writer.close()
