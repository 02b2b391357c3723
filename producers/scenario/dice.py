"""Chance that falls the same on every machine and every version of Python."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with whole-number weights."""

    def __init__(self, values: Sequence[T], weights: Sequence[int]) -> None:
        self.values = tuple(values)
        self.sums = tuple(accumulate(weights))


class Dice:
    """Draws made of `Random.random` alone: the one method whose sequence Python promises to keep.

    A text seeds it through SHA-512, so that each person and vacancy has dice of their own.
    """

    def __init__(self, seed: str) -> None:
        self._next = Random(seed).random

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int(self._next() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, percent: float) -> bool:
        return self._next() * 100 < percent

    def one_of(self, values: Sequence[T]) -> T:
        return values[int(self._next() * len(values))]

    def pick(self, weighted: Weighted[T]) -> T:
        total = weighted.sums[-1]
        return weighted.values[bisect(weighted.sums, int(self._next() * total))]
