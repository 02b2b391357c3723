"""Processor time taken by the host and wanted by neighbours, which no code of ours can mend."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STAT = Path("/proc/stat")
_STEAL = 7
"""Its place among the times of the line `cpu`: see `man 5 proc_stat`."""
_TIMES = 8
"""The times after these are part of others before them."""


@dataclass
class Weather:
    """What a measurement had to put up with; `steal_percent` is 0 until it has ended."""

    load_before: float
    steal_percent: float = 0.0


@contextmanager
def weather() -> Iterator[Weather]:
    """Measures the steal of what happens inside; 0 where the system does not tell it."""
    told = Weather(os.getloadavg()[0])
    before = _times()
    try:
        yield told
    finally:
        told.steal_percent = steal_percent(before, _times())


def steal_percent(before: tuple[int, ...], after: tuple[int, ...]) -> float:
    """Of all processor time between two readings."""
    spent = [late - early for early, late in zip(before, after, strict=True)]
    return 100 * spent[_STEAL] / sum(spent) if sum(spent) else 0.0


def times_in(stat: str) -> tuple[int, ...]:
    """The times of all processors together, in the text of /proc/stat."""
    return tuple(map(int, stat.split("\n", 1)[0].split()[1 : 1 + _TIMES]))


def _times() -> tuple[int, ...]:
    return times_in(_STAT.read_text()) if _STAT.exists() else (0,) * _TIMES
