"""One unit from its opening to its end: fence, restore, then fold batch after batch.

A unit never mends itself. Whatever fails leaves through `run`, and a new unit starts from what
Kafka holds; see `tenure`.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from streams.engine import restore
from streams.engine.batch import Batch
from streams.engine.clients import Clients
from streams.engine.errors import NotOurs, OutputRefused, PositionOutOfLog, StateRefused
from streams.engine.folding import Folding
from streams.engine.health import HealthLog, UnitHealth
from streams.engine.metrics import UnitMetrics
from streams.engine.offsets import LogOffsets
from streams.engine.slices import Pace, end_of_slice
from streams.engine.stage import Partition, Position, Record, Stage, UnitId
from streams.engine.writer import Refused, Writer

log = logging.getLogger(__name__)

RESTORE_CHUNK = 10_000
"""State records handed over before other units get a turn."""


class Feed(Protocol):
    """Where a unit's batches come from."""

    def owns(self, partition: Partition) -> bool: ...

    async def feed_from(self, partition: Partition, offset: int) -> None:
        """Deliver from `offset`; what was under way before is void. Raises NotOurs."""

    def finished(self, batch: Batch) -> None: ...


@dataclass(frozen=True)
class Surroundings:
    """What all units of a worker share."""

    clients: Clients
    offsets: LogOffsets
    feed: Feed
    health: HealthLog


class Unit:
    """Reads one partition, folds it, and commits outputs, state and position together."""

    def __init__(
        self,
        unit: UnitId,
        stage: Stage,
        around: Surroundings,
        metrics: UnitMetrics,
        careful_until: int = 0,
    ) -> None:
        self.id, self._stage, self._around, self._metrics = unit, stage, around, metrics
        self._settings = around.clients.settings
        self._careful_until = careful_until
        self._pace = Pace(self._settings)
        self._queue: asyncio.Queue[Batch | None] = asyncio.Queue()
        self._writer = Writer(around.clients, unit)
        self._folding = Folding(unit, stage)
        self.has_committed = False
        self._must_seek = True
        self._stopping = False
        self.position = Position(0, 0)
        self.restored = 0
        """State records taken over."""

    async def run(self) -> None:
        """Work until `stop`, or raise what failed."""
        try:
            self._metrics.enter("opening")
            async with asyncio.timeout(self._settings.open_deadline_s):
                await self._open()
            self._metrics.enter("restoring")
            await self._restore()
            self._metrics.enter("running")
            await self._work()
        finally:
            await self._writer.close()

    def deliver(self, batch: Batch) -> None:
        """Never blocks: how much is under way is bounded where it is fetched."""
        self._queue.put_nowait(batch)

    def seek_again(self) -> None:
        """What is under way may be void; go on from the unit's own position."""
        self._must_seek = True
        self._queue.put_nowait(None)

    @property
    def folding_beside(self) -> bool:
        """Whether a slow fold is under way: then no step forward shows from outside."""
        return self._folding.beside

    def stop(self) -> None:
        """End after the transaction in hand."""
        self._stopping = True
        self._queue.put_nowait(None)

    async def _open(self) -> None:
        """Fence first: only then can no earlier owner move the position any more."""
        await self._writer.open()
        positions, offsets = self._stage.positions, self._around.offsets
        home = Partition(positions.topic, positions.partition(self.id))
        end = (await offsets.end([home]))[home]
        first = await offsets.first([home, self.id.input])
        async with self._around.clients.reader("read_committed") as reader:
            reading = restore.Restore(reader, self._settings.restore_stalled_s)
            found = await restore.last_position(reading, positions, self.id, first[home], end)
        self.position = found or Position(first[self.id.input], 0)

    async def _restore(self) -> None:
        """Load the state, in the unit's own task: a rebalance does not wait for it."""
        partition = self._stage.state(self.id)
        if partition is None:
            return
        started, offsets = monotonic(), self._around.offsets
        end = (await offsets.end([partition]))[partition]
        first = (await offsets.first([partition]))[partition]
        async with self._around.clients.reader("read_committed") as reader:
            reading = restore.Restore(reader, self._settings.restore_stalled_s)
            values = list((await restore.last_values(reading, partition, first, end)).items())
        if values and self.position.count == 0:
            raise StateRefused(
                partition, self.position, self.position, "there is state, but no position"
            )
        for index in range(0, len(values), RESTORE_CHUNK):
            self._take_over(partition, values[index : index + RESTORE_CHUNK])
            await asyncio.sleep(0)
        self._metrics.restore_seconds.set(monotonic() - started)

    def _take_over(self, partition: Partition, values: Sequence[tuple[bytes, bytes]]) -> None:
        try:
            self._folding.fold.restore(values)
        except Exception as error:
            raise StateRefused(partition, self.position, self.position, repr(error)) from error
        self.restored += len(values)

    async def _work(self) -> None:
        while not self._stopping:
            if self._must_seek:
                await self._seek()
            batch = await self._queue.get()
            if batch is None or self._must_seek:
                continue
            if batch.out_of_range:
                raise PositionOutOfLog(
                    self.id.input, self.position, self.position, "the log holds no such offset"
                )
            batches = self._chained(batch)
            # What comes during a slow fold is the next one, which should be as large as can be.
            if self._stage.slow_fold:
                self._make_room(batches)
            await self._apply([record for one in batches for record in one.records])
            if not self._stage.slow_fold:
                self._make_room(batches)

    def _make_room(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            self._around.feed.finished(batch)

    def _chained(self, batch: Batch) -> list[Batch]:
        """The batch, and for a slow fold what waits behind it; nothing where the chain is broken.

        To take all that came while the fold before was under way makes as few folds as can be.
        """
        chained: list[Batch] = []
        following: Batch | None = batch
        offset = self.position.offset
        while following is not None:
            if not following.follows(offset):
                self._metrics.chain_broken.inc()
                log.warning(
                    "%s: batch from %d, position %d: reading again",
                    self.id,
                    following.start,
                    offset,
                )
                self._must_seek = True
                break
            chained.append(following)
            offset = following.records[-1].offset + 1
            more = self._stage.slow_fold and not self._queue.empty()
            following = self._queue.get_nowait() if more else None
        return chained

    async def _seek(self) -> None:
        self._must_seek = False
        while not self._queue.empty():
            self._queue.get_nowait()
        await self._around.feed.feed_from(self.id.input, self.position.offset)

    async def _apply(self, records: Sequence[Record]) -> None:
        index = 0
        while index < len(records) and not self._stopping:
            end = self._end_of_transaction(records, index)
            await self._transact(records[index:end])
            index = end

    def _end_of_transaction(self, records: Sequence[Record], start: int) -> int:
        if self.position.count < self._careful_until:
            return start + 1
        if self._stage.slow_fold:
            return len(records)
        bytes_max = self._settings.transaction_bytes_max
        return end_of_slice(records, start, self._pace.records, bytes_max)

    async def _transact(self, records: Sequence[Record]) -> None:
        if not self._around.feed.owns(self.id.input):
            raise NotOurs(self.id.input)
        before = self.position
        after = Position(records[-1].offset + 1, before.count + len(records))
        started = monotonic()
        outputs = await self._folding.outputs(records, before, after)
        folded = monotonic()
        if not self.has_committed:
            well = UnitHealth(self.id, "running", after, "")
            outputs.append(self._around.health.encode_health(well))
        try:
            await self._writer.write(outputs)
        except Refused as refusal:
            start = Position(records[0].offset, before.count)
            raise OutputRefused(self.id.input, start, after, str(refusal)) from refusal
        committed = monotonic()
        self.position = after
        self.has_committed = True
        if not self._stage.slow_fold:
            self._pace.note(len(records), folded - started)
        self._metrics.fold_seconds.observe(folded - started)
        self._metrics.commit_seconds.observe(committed - folded)
        self._metrics.committed(len(records), len(outputs))
