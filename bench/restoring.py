"""Restores one candidates unit from Kafka and tells how long it took and what it holds.

`python -m bench.restoring unit|raw`, by the environment. `unit` runs the engine's own unit, in a
process that has done nothing else, until it would ask for its first batch. `raw` reads the same
partition and keeps nothing.
"""

import asyncio
import gc
import json
import os
import sys
from pathlib import Path
from time import monotonic

from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry

from schemas.connection import Connection
from schemas.topics import TOPICS
from streams.candidates.stage import candidates_stage
from streams.engine.batch import Batch
from streams.engine.clients import Clients
from streams.engine.metrics import RESTORE_SECONDS, Metrics
from streams.engine.offsets import LogOffsets
from streams.engine.settings import EngineSettings
from streams.engine.stage import Partition, UnitId
from streams.engine.unit import Surroundings, Unit
from streams.positions import positions_log

PARTITION = 0


def unit_id(prefix: str) -> UnitId:
    """The unit that is restored."""
    return UnitId("candidates", TOPICS["candidate-log"].full_name(prefix), PARTITION)


class _NoFeed:
    """Lets a unit open and restore, and takes note of the moment when it wants its first batch."""

    def __init__(self) -> None:
        self.wanted = asyncio.Event()

    def owns(self, partition: Partition) -> bool:
        return True

    async def feed_from(self, partition: Partition, offset: int) -> None:
        self.wanted.set()

    def finished(self, batch: Batch) -> None:
        raise AssertionError("nothing was delivered")


async def restored(clients: Clients, prefix: str) -> dict[str, float]:
    """Seconds, people, and bytes of resident memory for all of them together."""
    identity, positions, registry = unit_id(prefix), positions_log(prefix), CollectorRegistry()
    offsets, feed = LogOffsets(clients), _NoFeed()
    around = Surroundings(clients, offsets, feed, positions)
    unit = Unit(
        identity, candidates_stage(positions, prefix), around, Metrics(registry).of(identity)
    )
    before = _resident_bytes()
    running = asyncio.create_task(unit.run())
    wanting = asyncio.create_task(feed.wanted.wait())
    await asyncio.wait([running, wanting], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    gc.collect()
    grown = _resident_bytes() - before
    unit.stop()
    await running
    await offsets.close()
    labels = dict(zip(("stage", "topic", "partition"), map(str, identity), strict=True))
    seconds = registry.get_sample_value(RESTORE_SECONDS, labels)
    assert seconds is not None
    return {"seconds": seconds, "people": unit.restored, "resident_bytes": grown}


async def read(clients: Clients, prefix: str) -> dict[str, float]:
    """The same partition and the same client, and nothing done with the records."""
    place = TopicPartition(TOPICS["candidates"].full_name(prefix), PARTITION)
    begun, records, size = monotonic(), 0, 0
    async with clients.reader("read_committed") as reader:
        end = (await reader.end_offsets([place]))[place]
        reader.assign([place])
        reader.seek(place, 0)
        while await reader.position(place) < end:
            found = await reader.getmany(timeout_ms=100, max_records=10_000)
            for record in found.get(place, ()):
                records += 1
                size += len(record.key) + len(record.value)
    return {"seconds": monotonic() - begun, "people": records, "record_bytes": size}


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    what = {"unit": restored, "raw": read}[sys.argv[1]]
    prefix = os.environ["PATHWAYS_TOPIC_PREFIX"]
    connection = Connection(os.environ["PATHWAYS_BOOTSTRAP_SERVERS"])

    async def measured() -> dict[str, float]:
        # Inside the loop: clients belong to the loop that runs.
        return await what(Clients(connection, f"{prefix}restoring", EngineSettings()), prefix)

    print(json.dumps(asyncio.run(measured())))


if __name__ == "__main__":
    main()
