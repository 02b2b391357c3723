"""So many records a second, and no more."""

import time
from collections.abc import Callable, Iterable, Iterator

from streams.history.replay.records import RECORDS_PER_GROUP, Group, Replayed

GROUPS_PER_SECOND = 4
"""Into which a second's records are cut, so that they come evenly."""


def joined(groups: Iterable[Group], rate: int | None) -> Iterator[Group]:
    """Small groups together, to some thousands of records: each group is a transaction."""
    most = RECORDS_PER_GROUP if rate is None else max(1, rate // GROUPS_PER_SECOND)
    held: list[Replayed] = []
    for group in groups:
        if held and len(held) + len(group) > most:
            yield held
            held = []
        held += group
    if held:
        yield held


def paced(
    groups: Iterable[Group],
    rate: int | None,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
    *,
    divisible: bool,
) -> Iterator[Group]:
    """The groups as they come, or cut smaller and held back to `rate` records a second.

    What belongs together (not `divisible`) is waited for longer and never cut.
    """
    if rate is None:
        yield from groups
        return
    most = max(1, rate // GROUPS_PER_SECOND)
    begun, released = clock(), 0
    for group in groups:
        step = most if divisible else len(group)
        for index in range(0, len(group), step):
            part = group[index : index + step]
            wait(max(0.0, begun + released / rate - clock()))
            yield part
            released += len(part)
