"""Ways to break the engine on purpose, each undoing one rule: exactness must then be lost."""

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from streams.engine import clients, fetching
from streams.engine.batch import Batch
from streams.engine.offsets import LogOffsets
from streams.engine.stage import UnitId
from streams.engine.unit import Unit


def _none() -> None:
    """The engine as it is."""


def _unfenced() -> None:
    """Every opening takes a transactional id of its own, so no earlier owner is ever fenced."""
    openings = iter(range(1_000_000))

    def unique(group: str, unit: UnitId) -> str:
        return f"{group}/{unit}/{os.getpid()}-{next(openings)}"

    clients.transactional_id = unique


def _unchained() -> None:
    """Batches are applied whatever came before them, while fetched batches get lost."""

    def anything_goes(batch: Batch, offset: int) -> bool:
        return True

    Batch.follows = anything_goes  # type: ignore[assignment, method-assign]
    _lossy()


def _lossy() -> None:
    """Every fifth fetch is thrown away, as Faust does when a generation changes."""
    fetches = iter(range(1_000_000_000))
    original = fetching.Thread._fetch_records

    async def fetch(self: fetching.Thread, *args: Any, **options: Any) -> Mapping[Any, Any]:
        fetched = await original(self, *args, **options)
        if fetched and next(fetches) % 5 == 3:
            for batches in fetched.values():
                for batch in batches:
                    batch.lane.finished += 1
            return {}
        return fetched

    fetching.Thread._fetch_records = fetch  # type: ignore[method-assign]


def _stable_bound() -> None:
    """A restore is bounded by the stable end, which stops at any open transaction."""

    LogOffsets.end = LogOffsets.stable_end  # type: ignore[method-assign]


def _stuck() -> None:
    """No batch ever arrives, as after a broker crash from which a client does not recover."""

    async def nothing(self: fetching.Thread, *args: Any, **options: Any) -> Mapping[Any, Any]:
        await asyncio.sleep(0.5)
        return {}

    fetching.Thread._fetch_records = nothing  # type: ignore[method-assign]


def _hung() -> None:
    """The event loop never turns again, as in a fold that does not come back."""

    def hang(self: Unit, batch: Batch) -> None:
        while True:
            time.sleep(1.0)

    Unit.deliver = hang  # type: ignore[method-assign]


SABOTAGES: Mapping[str, Callable[[], None]] = {
    "none": _none,
    "lossy": _lossy,
    "unfenced": _unfenced,
    "unchained": _unchained,
    "stable-bound": _stable_bound,
    "stuck": _stuck,
    "hung": _hung,
}
