"""All rules for everybody, folded into one bit for each rule and row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from streams.rules.outcomes import FAIL, PASS, UNKNOWN
from streams.rules.rows import Demand, RowNumbers, Rows
from streams.rules.rule import Rule

Bits = NDArray[np.uint32]


@dataclass(frozen=True)
class Judgement:
    """Bit i of a row's element is the answer of rule i."""

    failed: Bits
    unsure: Bits
    excluded: tuple[int, ...]
    """How many rows each rule excludes, alone or with others."""

    @cached_property
    def eligible(self) -> RowNumbers:
        """Whom no rule excludes and nothing is missing of."""
        return np.flatnonzero((self.failed | self.unsure) == 0)

    @cached_property
    def cannot_confirm(self) -> RowNumbers:
        """Whom no rule excludes, but a fact is missing."""
        return np.flatnonzero((self.failed == 0) & (self.unsure != 0))

    @cached_property
    def near_misses(self) -> RowNumbers:
        """Whom exactly one rule excludes, whatever cannot be told beside it."""
        failed = self.failed
        return np.flatnonzero((failed != 0) & (failed & (failed - np.uint32(1)) == 0))

    def outcome(self, rule: int, row: int) -> int:
        """The answer of one rule about one row; PASS stands for WAIVED too."""
        bit = 1 << rule
        if int(self.failed[row]) & bit:
            return int(FAIL)
        return int(UNKNOWN) if int(self.unsure[row]) & bit else int(PASS)

    def failing_rule(self, row: int) -> int:
        """The number of the first rule that excludes the row."""
        bits = int(self.failed[row])
        return (bits & -bits).bit_length() - 1


def judge(chunks: Iterable[Rows], size: int, demand: Demand, rules: Sequence[Rule]) -> Judgement:
    """Ask every rule about every row, with no early stop, a chunk of rows at a time."""
    failed, unsure = np.zeros(size, np.uint32), np.zeros(size, np.uint32)
    excluded = [0] * len(rules)
    for chunk in chunks:
        part = slice(chunk.first, chunk.first + len(chunk.rating))
        for number, rule in enumerate(rules):
            outcomes = rule.over(chunk, demand)
            fails = outcomes == FAIL
            excluded[number] += int(np.count_nonzero(fails))
            _mark(failed[part], fails, number)
            _mark(unsure[part], outcomes == UNKNOWN, number)
    return Judgement(failed, unsure, tuple(excluded))


def _mark(bits: Bits, where: NDArray[np.bool_], number: int) -> None:
    bits |= where.astype(np.uint32) << np.uint32(number)
