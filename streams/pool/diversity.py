"""The diversity panel: aggregates of who is in the pool, eligible and listed; it decides nothing.

A cell under the policy's least number is not shown, nor is a zero. What is hidden must not come
out of a subtraction either: a column's total stands in the proposal, so that further cells are
hidden, the smallest first, until those hidden add up to the least number or to nobody.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.events import DiversityCell, DiversityDimension, DiversityPanel
from streams.rules.rows import RowNumbers

_BLOCK = 16 * 1024
"""People counted at a time: their codes stay in a processor's cache."""
_FEW_CODES = 16
"""Up to so many codes, looking for each apart is faster than counting all at once."""

Codes = NDArray[np.integer[Any]]
Heads = NDArray[np.int64]
Kinds = Callable[[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Column:
    """One dimension of a table: each row has a code, and each code stands for some values."""

    dimension: DiversityDimension
    codes: Codes
    """-1 and up."""
    size: int
    """How many codes there are, -1 apart."""
    values: Sequence[str]
    """What is shown, whether anybody is of that kind or not, so that a line tells nothing."""
    kinds: Kinds
    """The numbers of a code's values; a person of several regions counts in each."""


def panel_of(
    columns: Iterable[Column], eligible: RowNumbers, listed: RowNumbers, shown_from: int
) -> DiversityPanel:
    """The panel of all dimensions; `shown_from` is the fewest people that a cell may show."""
    cells = (_cells(column, eligible, listed, shown_from) for column in columns)
    return DiversityPanel(
        shown_from=shown_from, cells=tuple(cell for part in cells for cell in part)
    )


def _cells(
    column: Column, eligible: RowNumbers, listed: RowNumbers, shown_from: int
) -> list[DiversityCell]:
    kinds = cache(column.kinds)
    everybody = slice(None)
    shown = [
        shown_cells(_heads(column, kinds, of), shown_from) for of in (everybody, eligible, listed)
    ]
    return [
        DiversityCell(
            dimension=column.dimension, value=value, pool=pool, eligible=able, listed=on_list
        )
        for value, pool, able, on_list in zip(column.values, *shown, strict=True)
    ]


def _heads(column: Column, kinds: Kinds, of: RowNumbers | slice) -> list[int]:
    """How many people each value has."""
    heads = [0] * len(column.values)
    for code, people in enumerate(_people_by_code(column, of).tolist(), start=-1):
        if people:
            for value in kinds(code):
                heads[value] += people
    return heads


def _people_by_code(column: Column, of: RowNumbers | slice) -> Heads:
    """The first element is for -1."""
    codes = column.codes[of]
    if column.size <= _FEW_CODES:
        counts = [np.count_nonzero(codes == code) for code in range(-1, column.size)]
        return np.array(counts, np.int64)
    heads = np.zeros(column.size + 1, np.int64)
    for first in range(0, len(codes), _BLOCK):
        block = codes[first : first + _BLOCK]
        heads += np.bincount(block + np.intp(1), minlength=len(heads))
    return heads


def shown_cells(heads: Sequence[int], shown_from: int) -> list[int | None]:
    """The cells of one column with what must not be told left out.

    Equal cells are hidden by their place, which depends on the values alone.
    """
    order = sorted(range(len(heads)), key=lambda cell: (heads[cell], cell))
    hidden = {cell for cell in order if heads[cell] < max(shown_from, 1)}
    for cell in order:
        if not _tells(hidden, heads, shown_from):
            break
        hidden.add(cell)
    return [None if cell in hidden else people for cell, people in enumerate(heads)]


def _tells(hidden: set[int], heads: Sequence[int], shown_from: int) -> bool:
    """Whether the column's total gives away what is hidden."""
    people = sum(heads[cell] for cell in hidden)
    return len(hidden) == 1 or 0 < people < shown_from
