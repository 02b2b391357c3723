"""Which counts of people may be shown, so that none shows or gives away a few of them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

FEW_MAX = 10_000
"""Groups of a few people that are looked at; of a more varied cohort the last cells are hidden."""
_PRIME = 2**31 - 1
"""Exact, unlike fractions of floats; products of two rests fit 64 bits."""
_Counts = NDArray[np.int64]


def shown(cells: Sequence[int], cell_min: int, known: Iterable[int] = ()) -> list[bool]:
    """For each cell whether it is shown; cells are sets of people as bits, the first ones matter
    most, and `known` are sets whose counts are told elsewhere in any case.

    A cell is hidden if it has fewer people than `cell_min`, or if with it somebody could work out,
    from all that is shown and by whatever additions and subtractions, how many are in a smaller
    group.
    """
    told, looked_at = list(known), list(cells)
    while (few := _few(kinds := _kinds([*told, *looked_at]), cell_min)) is None and looked_at:
        del looked_at[len(looked_at) // 2 :]
    few = few or []
    hidden = _Hidden(np.array(few, np.int64).reshape(len(few), len(kinds)))
    for cell in told:
        hidden.tell_anyway(_counted(cell, kinds))
    answers = [
        cell.bit_count() >= cell_min and hidden.tell(_counted(cell, kinds)) for cell in looked_at
    ]
    return answers + [False] * (len(cells) - len(looked_at))


class _Hidden:
    """Groups of a few people, less what can be worked out of each from the counts told so far.

    A count that is told is an equation between the kinds of people. A group can be worked out once
    nothing is left of it after elimination.
    """

    def __init__(self, few: _Counts) -> None:
        self._rests = few
        self._told: list[tuple[int, _Counts]] = []

    def tell(self, count: _Counts) -> bool:
        """Unless some group could be worked out then."""
        rests, found = self._rests, self._eliminated(count)
        if found is not None:
            rests = _less(rests, *found)
            if not rests.any(axis=1).all():
                return False
            self._told.append(found)
        self._rests = rests
        return True

    def tell_anyway(self, count: _Counts) -> None:
        """Whatever can be worked out from these alone is no secret."""
        if (found := self._eliminated(count)) is not None:
            rests = _less(self._rests, *found)
            self._rests = rests[rests.any(axis=1)]
            self._told.append(found)

    def _eliminated(self, count: _Counts) -> tuple[int, _Counts] | None:
        """One kind of people, and the equation solved for it; None if it says nothing new."""
        for kind, equation in self._told:
            count = (count - count[kind] * equation) % _PRIME
        if not count.any():
            return None
        kind = int(np.flatnonzero(count)[0])
        return kind, count * pow(int(count[kind]), -1, _PRIME) % _PRIME


def _less(rests: _Counts, kind: int, equation: _Counts) -> _Counts:
    return (rests - rests[:, kind, np.newaxis] * equation) % _PRIME


def _kinds(cells: Sequence[int]) -> list[int]:
    """People who are in the same cells are told apart by no count."""
    kinds: list[int] = []
    for cell in cells:
        rest = cell
        for one in kinds:
            rest &= ~one
        split = (part for one in kinds for part in (one & cell, one & ~cell))
        kinds = [part for part in (*split, rest) if part]
    return kinds


def _few(kinds: Sequence[int], cell_min: int) -> list[list[int]] | None:
    """All groups of fewer people than `cell_min`, as kinds; None: too many to look at."""
    groups: list[tuple[int, list[int]]] = [(0, [])]
    for number, kind in enumerate(kinds):
        size = kind.bit_count()
        groups += [
            (people + size, [*of, number]) for people, of in groups if people + size < cell_min
        ]
        if len(groups) > FEW_MAX:
            return None
    return [[int(number in of) for number in range(len(kinds))] for _, of in groups[1:]]


def _counted(cell: int, kinds: Sequence[int]) -> _Counts:
    return np.array([int(kind & cell != 0) for kind in kinds], np.int64)
