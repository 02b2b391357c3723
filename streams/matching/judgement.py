"""All rules for everybody, each answer kept, with what they come to for a person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from streams.rules.outcomes import FAIL, PASS, UNKNOWN, WAIVED, Outcomes
from streams.rules.person import Person
from streams.rules.rows import Demand, RowNumbers, Rows
from streams.rules.rule import Rule, waiver_of

Tally = NDArray[np.int8]


@dataclass(frozen=True)
class Judgement:
    """One row of `answers` for each rule, one column for each person."""

    answers: Outcomes
    worst: Outcomes
    """Of all rules: FAIL before UNKNOWN before the others."""
    failures: Tally
    """How many rules exclude a person."""
    excluded: tuple[int, ...]
    """How many people each rule excludes, alone or with others."""
    waived: tuple[int, ...]
    """For how many people each rule is waived."""

    @cached_property
    def eligible(self) -> RowNumbers:
        """Whom no rule excludes and nothing is missing of."""
        return np.flatnonzero(self.worst < UNKNOWN)

    @cached_property
    def cannot_confirm(self) -> RowNumbers:
        """Whom no rule excludes, but a fact is missing."""
        return np.flatnonzero(self.worst == UNKNOWN)

    @cached_property
    def near_misses(self) -> RowNumbers:
        """Whom exactly one rule excludes, whatever cannot be told beside it."""
        return np.flatnonzero(self.failures == 1)

    def outcomes(self, row: int) -> list[int]:
        """Every rule's answer about one row."""
        outcomes: list[int] = self.answers[:, row].tolist()
        return outcomes


def judge(
    chunks: Iterable[Rows],
    size: int,
    demand: Demand,
    rules: Sequence[Rule],
    person: Callable[[int], Person],
) -> Judgement:
    """Ask every rule about every row, with no early stop, a chunk of rows at a time.

    `person` opens a row: only of those somebody granted a waiver.
    """
    answers = np.empty((len(rules), size), np.int8)
    worst, failures = np.zeros(size, np.int8), np.zeros(size, np.int8)
    excluded = np.zeros(len(rules), np.int64)
    for chunk in chunks:
        part = slice(chunk.first, chunk.first + len(chunk))
        for number, rule in enumerate(rules):
            outcomes = answers[number, part] = rule.over(chunk, demand)
            np.maximum(worst[part], outcomes, out=worst[part])
            fails = outcomes == FAIL
            failures[part] += fails.view(np.int8)
            excluded[number] += np.count_nonzero(fails)
    waived = _set_aside(answers, demand, rules, person)
    for number, row in waived:
        excluded[number] -= answers[number, row] == FAIL
        answers[number, row] = WAIVED
    for row in {row for _, row in waived}:
        worst[row] = answers[:, row].max(initial=PASS)
        failures[row] = np.count_nonzero(answers[:, row] == FAIL)
    return Judgement(
        answers,
        worst,
        failures,
        excluded=tuple(excluded.tolist()),
        waived=tuple(sum(of == number for of, _ in waived) for number in range(len(rules))),
    )


def _set_aside(
    answers: Outcomes, demand: Demand, rules: Sequence[Rule], person: Callable[[int], Person]
) -> list[tuple[int, int]]:
    """Rule number and row of each answer that a waiver sets aside, each once."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    granted = {(numbers[w.rule], w.row) for w in demand.waivers if w.rule in numbers}
    return [
        (number, row)
        for number, row in sorted(granted)
        if waiver_of(rules[number], int(answers[number, row]), person(row), demand)
    ]
