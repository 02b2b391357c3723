"""The tier and the total of everybody for one vacancy, and how each came about for one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from schemas.events import CriterionScore, MemberStateListKind
from streams.matching.criteria.criterion import (
    ALL,
    FULL,
    Criterion,
    Measure,
    Picked,
    Points,
    part_of,
)
from streams.matching.criteria.table import CRITERIA
from streams.matching.criteria.yardstick import Published, Sets, Yardstick, yardstick_of
from streams.matching.ranking import Totals, least_of_best
from streams.matching.tiers import Tiers, tiers_of
from streams.rules.person import Person
from streams.rules.rows import Demand, RowNumbers, Rows
from streams.rules.rule import TEXT_MAX
from streams.rules.standing import Codes

_EVIDENCE_MAX = 3

_LISTS: tuple[MemberStateListKind, ...] = ("MEMBER_STATES", "NON_REPRESENTED")


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of the rule set."""

    criterion: Criterion
    weight: int
    measure: Measure | None

    def points(self, rows: Rows, picked: Picked) -> Points:
        """From 0 to 1000 for each of the rows."""
        if self.measure is None:
            return np.zeros(len(part_of(rows.rating, picked)), np.int32)
        columns = (part_of(read(rows), picked) for read in self.measure.reads)
        return self.measure.points(*columns)


@dataclass(frozen=True)
class Scoring:
    """Made for one vacancy under one policy; over columns and over one person it is the same."""

    yardstick: Yardstick
    tiering: Tiers
    parts: tuple[Part, ...]
    """In the order in which a proposal shows them."""

    def tiers(self, rows: Rows, picked: Picked = ALL) -> Codes:
        """See `streams.matching.tiers`."""
        return self.tiering.over(rows, picked)

    def totals(self, rows: Rows, picked: Picked = ALL) -> Totals:
        """The sum of points times weight over all criteria."""
        totals = np.zeros(len(part_of(rows.rating, picked)), self._kind)
        for part in self._counting:
            totals += part.points(rows, picked) * self._kind(part.weight)
        return totals

    def reaching(
        self, rows: Rows, numbers: RowNumbers, least: int, length: int
    ) -> tuple[RowNumbers, Totals]:
        """Whoever of `numbers` may be among the first `length`, with a total of at least `least`.

        Who could not catch up with what `length` others have already, even by all that is left to
        win, is dropped before the rest is asked.
        """
        totals = np.zeros(len(numbers), self._kind)
        for part, left in self._with_what_is_left():
            totals += part.points(rows, numbers) * self._kind(part.weight)
            if not least and len(totals) > length:
                least = max(least, least_of_best(totals, length))
            within = totals >= least - left
            numbers, totals = numbers[within], totals[within]
        return numbers, totals

    def points(self, rows: Rows, numbers: RowNumbers) -> list[tuple[int, ...]]:
        """Of each of some rows, what each criterion of the rule set gives, whatever its weight."""
        columns = [part.points(rows, numbers).tolist() for part in self.parts]
        return list(zip(*columns, strict=True)) if columns else [()] * len(numbers)

    def criteria(self, person: Person, points: tuple[int, ...]) -> tuple[CriterionScore, ...]:
        """The words for a person's `points`."""
        return tuple(
            self._score(part, person, given) for part, given in zip(self.parts, points, strict=True)
        )

    def _score(self, part: Part, person: Person, points: int) -> CriterionScore:
        return CriterionScore(
            criterion=part.criterion.id,
            raw=part.criterion.raw(person, self.yardstick)[:TEXT_MAX],
            normalised=points,
            weight=part.weight,
            contribution=points * part.weight,
            evidence=part.criterion.evidence(person, self.yardstick)[:_EVIDENCE_MAX],
        )

    @cached_property
    def _counting(self) -> list[Part]:
        """Those that can make a difference, in the order in which they are asked."""
        counting = [part for part in self.parts if part.measure is not None and part.weight > 0]
        return sorted(counting, key=_worth_asking)

    @cached_property
    def _kind(self) -> type[np.int32 | np.int64]:
        """The smaller numbers where they are large enough: half the bytes to move."""
        most = FULL * sum(part.weight for part in self._counting)
        return np.int32 if most <= np.iinfo(np.int32).max else np.int64

    def _with_what_is_left(self) -> Iterator[tuple[Part, int]]:
        """Each part, and the most that the parts after it can add."""
        left = FULL * sum(part.weight for part in self._counting)
        for part in self._counting:
            left -= FULL * part.weight
            yield part, left


def _worth_asking(part: Part) -> tuple[bool, float]:
    """What tells most for the columns it takes comes first."""
    if part.measure is None:
        raise ValueError(f"{part.criterion.id} gives nobody anything: there is nothing to ask")
    return part.measure.costly, -part.weight / len(part.measure.reads)


def scoring_of(demand: Demand, sets: Sets, published: Published) -> Scoring:
    """The lists of states are those in effect on the day the vacancy opened."""
    terms, yardstick = demand.terms, yardstick_of(demand, sets, published)
    states = {
        kind: frozenset(state.country for state in edition.states)
        for kind in _LISTS
        if (edition := published.member_states(kind, terms.opened_on)) is not None
    }
    tiering = tiers_of(terms.tier_rule, terms.grade, demand.rule_set.grades, states, sets)
    return Scoring(yardstick, tiering, _parts(yardstick))


def _parts(yardstick: Yardstick) -> tuple[Part, ...]:
    """The criteria that the rule set names, in the order of the table."""
    weights = {one.criterion: one.weight for one in yardstick.rules.criteria}
    return tuple(
        Part(criterion, weights[criterion.id], criterion.measure(yardstick))
        for criterion in CRITERIA
        if criterion.id in weights
    )
