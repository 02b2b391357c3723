"""A slow fold holds nobody up; what it cannot fold is told with the place."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from streams.engine.errors import FoldFailed
from streams.engine.folding import Folding
from streams.engine.stage import Output, Position, Record, Stage, UnitId
from tests.chaos.count import CountTopics, count_stage
from tests.scenarios.line import Line

UNIT = UnitId("count", "a.in", 0)
RECORDS = [Line("a.in", 0, 7, b"k", b"v", ())]
BEFORE, AFTER = Position(7, 3), Position(8, 4)


class WaitsForTheLoop:
    """Ends only once the event loop has turned."""

    def __init__(self, turned: threading.Event) -> None:
        self._turned = turned

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        raise AssertionError("there is no state")

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        if not self._turned.wait(10.0):
            raise TimeoutError("the event loop stood still")
        return []


def folding(slow: bool, turned: threading.Event) -> Folding:
    stage: Stage = replace(
        count_stage(CountTopics("a.")), fold=lambda _: WaitsForTheLoop(turned), slow_fold=slow
    )
    return Folding(UNIT, stage)


def test_the_event_loop_turns_while_a_slow_fold_is_under_way() -> None:
    async def fold_while_turning() -> tuple[bool, int]:
        turned = threading.Event()
        slow = folding(True, turned)
        outputs = asyncio.create_task(slow.outputs(RECORDS, BEFORE, AFTER))
        await asyncio.sleep(0.01)
        beside = slow.beside
        turned.set()
        return beside, len(await outputs)

    assert asyncio.run(fold_while_turning()) == (True, 1), "the one output is the position"


@pytest.mark.parametrize("slow", [False, True])
def test_what_cannot_be_folded_is_told_with_the_place(slow: bool) -> None:
    class Chokes(WaitsForTheLoop):
        def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
            raise ValueError("no such fact")

    stage = replace(
        count_stage(CountTopics("a.")),
        fold=lambda _: Chokes(threading.Event()),
        slow_fold=slow,
    )
    broken = Folding(UNIT, stage)
    with pytest.raises(FoldFailed, match="no such fact") as failed:
        asyncio.run(broken.outputs(RECORDS, BEFORE, AFTER))
    assert (failed.value.start, failed.value.where) == (Position(7, 3), UNIT.input)
    assert not broken.beside
