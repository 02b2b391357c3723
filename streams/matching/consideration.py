"""Eligible people by tier, and the first of each tier by total, without scoring everybody."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from streams.matching.ranking import Order, Place, Totals, best_scored, least_of_best
from streams.matching.score import Scoring
from streams.matching.tiers import FIRST, SECOND, UNCONFIRMED
from streams.rules.rows import RowNumbers, Rows

BLOCK = 32 * 1024
"""People worked through at a time: their columns stay in a processor's cache."""
FIRST_BLOCK = 1024
"""People among whom the first bar is found: until there is one, nobody can be dropped early."""


@dataclass(frozen=True)
class Consideration:
    """The eligible of one vacancy, tier by tier, in whatever order."""

    rows: Rows
    """All memberships of the profile."""
    scoring: Scoring
    order: Order
    tiers: tuple[RowNumbers, RowNumbers, RowNumbers]
    """The row numbers of FIRST, SECOND and UNCONFIRMED."""

    def ranked(self, length: int) -> list[Place]:
        """The whole first tier comes before anybody of the second, whatever the scores."""
        first = self._first_of(int(FIRST), length)
        return first + self._first_of(int(SECOND), length - len(first))

    def unconfirmed(self, length: int) -> list[Place]:
        """Those whose tier is not known, in the order they would have in one tier."""
        return self._first_of(int(UNCONFIRMED), length)

    def _first_of(self, tier: int, length: int) -> list[Place]:
        if length <= 0:
            return []
        numbers, totals = self._contenders(self.tiers[tier], length)
        total_of = dict(zip(numbers.tolist(), totals.tolist(), strict=True))
        best = best_scored(numbers, totals, self.order, length)
        return [Place(row, tier, total_of[row]) for row in best]

    def _contenders(self, numbers: RowNumbers, length: int) -> tuple[RowNumbers, Totals]:
        """All who may be among the first: nobody with a total below that of `length` others.

        The bar rises from block to block; where it stands in between changes the work, and not
        who is found.
        """
        found, totals, bar = numbers[:0], np.empty(0, np.int32), 0
        for block in _blocks(numbers, FIRST_BLOCK):
            more, their_totals = self.scoring.reaching(self.rows, block, bar, length)
            found, totals = np.append(found, more), np.append(totals, their_totals)
            if len(found) > length:
                bar = least_of_best(totals, length)
                found, totals = found[totals >= bar], totals[totals >= bar]
        return found, totals


def considered(rows: Rows, eligible: RowNumbers, scoring: Scoring, order: Order) -> Consideration:
    """Splits the eligible by tier; `rows` are all rows of the table, `eligible` ascending."""
    parts: list[list[RowNumbers]] = [[], [], []]
    for block in _blocks(eligible, BLOCK):
        tiers = scoring.tiers(rows, block)
        for tier, part in enumerate(parts):
            part.append(block[tiers == tier])
    first, second, unconfirmed = (np.concatenate([eligible[:0], *part]) for part in parts)
    return Consideration(rows, scoring, order, (first, second, unconfirmed))


def _blocks(numbers: RowNumbers, first: int) -> Iterator[RowNumbers]:
    """Each twice as long as the one before, up to `BLOCK`."""
    start, length = 0, first
    while start < len(numbers):
        yield numbers[start : start + length]
        start, length = start + length, min(2 * length, BLOCK)
