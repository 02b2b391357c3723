"""What a soft criterion is: points over columns, and the words for the few people listed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person
from streams.rules.rows import RowNumbers, Rows

FULL = 1000
"""The most points that a criterion gives; the least is 0."""

Column = NDArray[Any]
Points = NDArray[np.int32]
Read = Callable[[Rows], Column]

Picked = RowNumbers | None
"""Numbers of some rows, or all of them."""
ALL: Picked = None


def part_of(column: Column, picked: Picked) -> Column:
    return column if picked is None else column.take(picked)


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion made ready for one vacancy."""

    reads: tuple[Read, ...]
    points: Callable[..., Points]
    """From the columns that `reads` names, or from any part of them."""
    costly: bool = False
    """Whether it is better asked of few people than of many."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Whatever it compares with is a fact of the vacancy, never the day: see `Yardstick`."""

    id: str
    measure: Callable[[Yardstick], Measure | None]
    """None: it gives nobody anything in this vacancy."""
    raw: Callable[[Person, Yardstick], str]
    evidence: Callable[[Person, Yardstick], tuple[str, ...]]
    """The ids of the events that state what `raw` says."""


def share(amount: NDArray[np.int32], cap: int, points: int) -> Points:
    """Points in proportion: none up to zero, all from `cap` on, rounded down between them."""
    if cap <= 0:
        return np.zeros(len(amount), np.int32)
    within = np.maximum(amount, np.int32(0))
    np.minimum(within, cap, out=within)
    if cap * points > np.iinfo(np.int32).max:
        within = within.astype(np.int64)
    within *= points
    within //= cap
    return within.astype(np.int32, copy=False)
