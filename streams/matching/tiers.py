"""Who is considered before whom: the vacancy's own rule, never a matter of score.

A clause holds where all that it states holds, and one clause is enough. What is not known makes a
clause unknown; only if no clause holds for certain does that leave the tier unconfirmed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from schemas.events import (
    ConsiderationTier,
    GradeStanding,
    MemberStateListKind,
    TierClause,
    TierRule,
)
from streams.matching.criteria.criterion import ALL, Picked, Read, part_of
from streams.matching.criteria.yardstick import Sets
from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, all_of, any_of, looked_up
from streams.rules.rows import RowNumbers, Rows
from streams.rules.rule import TEXT_MAX
from streams.rules.standing import Codes

FIRST, SECOND, UNCONFIRMED = (np.int8(code) for code in range(3))
NAMES: tuple[ConsiderationTier, ...] = ("FIRST", "SECOND", "UNCONFIRMED")
"""The name of each code."""

NO_RULE = "no tier rule stated"

_BY_OUTCOME = np.array([FIRST, FIRST, UNCONFIRMED, SECOND], np.int8)
_UNDISCLOSED = "UNDISCLOSED"

StatesOf = Mapping[MemberStateListKind, frozenset[str]]
"""The lists in effect on the day the vacancy opened."""


@dataclass(frozen=True)
class Condition:
    """One thing that a clause states."""

    read: Read
    answers: Outcomes
    """By code; the last element is for -1, of whom nothing is stated."""
    missing: str
    """What would turn an unknown answer into one."""

    def over(self, rows: Rows, picked: Picked) -> Outcomes:
        return looked_up(self.answers, part_of(self.read(rows), picked))


@dataclass(frozen=True)
class Clause:
    """A clause made ready for one vacancy."""

    words: str
    of_vacancy: np.int8
    """Whether the clause counts for the vacancy at all."""
    of_vacancy_missing: str
    conditions: tuple[Condition, ...]

    def over(self, rows: Rows, picked: Picked) -> Outcomes:
        start = np.full(_size(rows, picked), self.of_vacancy, np.int8)
        return reduce(all_of, (c.over(rows, picked) for c in self.conditions), start)

    def missing(self, rows: Rows, number: RowNumbers) -> list[str]:
        """What is not known of one row."""
        of_vacancy = [self.of_vacancy_missing] if self.of_vacancy == UNKNOWN else []
        unknown = [c for c in self.conditions if c.over(rows, number)[0] == UNKNOWN]
        return of_vacancy + [condition.missing for condition in unknown]


class Told(NamedTuple):
    """A person's tier in words."""

    tier: ConsiderationTier
    clause: str
    """The clause that gave it, or what is missing."""


class Tiers:
    """The tier of each person, and the words for it."""

    def __init__(self, rule: TierRule | None, clauses: Sequence[Clause]) -> None:
        self._rule, self._clauses = rule, clauses

    def over(self, rows: Rows, picked: Picked = ALL) -> Codes:
        """A tier for each row; everybody comes first where the vacancy has no rule."""
        size = _size(rows, picked)
        if self._rule is None:
            return np.full(size, FIRST, np.int8)
        nobody = np.full(size, FAIL, np.int8)
        outcomes = reduce(any_of, (it.over(rows, picked) for it in self._clauses), nobody)
        tiers: Codes = _BY_OUTCOME.take(outcomes)
        return tiers

    def told(self, rows: Rows, numbers: RowNumbers) -> list[Told]:
        """Of each of some rows the tier, and the clause that gave it or what is missing."""
        if self._rule is None:
            return [Told(NAMES[FIRST], NO_RULE)] * len(numbers)
        tiers = self.over(rows, numbers)
        answers = [clause.over(rows, numbers) for clause in self._clauses]
        return [
            Told(
                NAMES[tier],
                self._words(self._rule, tier, of_clauses, rows, numbers[at : at + 1])[:TEXT_MAX],
            )
            for at, (tier, *of_clauses) in enumerate(zip(tiers, *answers, strict=True))
        ]

    def _words(
        self,
        rule: TierRule,
        tier: np.int8,
        of_clauses: list[np.int8],
        rows: Rows,
        number: RowNumbers,
    ) -> str:
        if tier == SECOND:
            return f"no clause of {rule.tier_rule_id} holds"
        deciding = PASS if tier == FIRST else UNKNOWN
        answered = zip(self._clauses, of_clauses, strict=True)
        clauses = [clause for clause, answer in answered if answer == deciding]
        if tier == FIRST:
            return clauses[0].words
        missing = dict.fromkeys(fact for clause in clauses for fact in clause.missing(rows, number))
        return f"missing: {', '.join(missing)}; for: {', or '.join(c.words for c in clauses)}"


def tiers_of(
    rule: TierRule | None,
    grade: str,
    grades: Iterable[GradeStanding],
    states: StatesOf,
    sets: Sets,
) -> Tiers:
    """The rule of a vacancy of that grade; `grades` and `states` are policy and reference data."""
    standings = {standing.grade: standing for standing in grades}
    clauses = () if rule is None else rule.first
    return Tiers(rule, [_clause(clause, grade, standings, states, sets) for clause in clauses])


def _size(rows: Rows, picked: Picked) -> int:
    return len(rows) if picked is None else len(picked)


def _clause(
    stated: TierClause,
    grade: str,
    standings: Mapping[str, GradeStanding],
    states: StatesOf,
    sets: Sets,
) -> Clause:
    of_vacancy, missing = _grade_reached(stated.vacancy_grade_from, grade, standings)
    conditions = []
    if stated.origins:
        conditions.append(_one_of(stated.origins, "origin", sets.origins))
    if stated.genders:
        conditions.append(_one_of(stated.genders, "gender", sets.genders))
    if stated.nationality_list is not None:
        conditions.append(_on_list(stated.nationality_list, states, sets.nationalities))
    return Clause(stated.clause, of_vacancy, missing, tuple(conditions))


def _one_of(wanted: Sequence[str], name: str, entries: Sequence[str]) -> Condition:
    def answer(entry: str) -> np.int8:
        if entry == _UNDISCLOSED and entry not in wanted:
            return UNKNOWN
        return PASS if entry in wanted else FAIL

    return Condition(attrgetter(name), _table(answer, entries), name)


def _on_list(
    kind: MemberStateListKind, states: StatesOf, entries: Sequence[tuple[str, ...]]
) -> Condition:
    listed = states.get(kind)
    read = attrgetter("nationality")
    if listed is None:
        nobody_knows = np.full(len(entries) + 1, UNKNOWN, np.int8)
        return Condition(read, nobody_knows, f"list {kind} in effect when the vacancy opened")

    def answer(countries: tuple[str, ...]) -> np.int8:
        if not countries:
            return UNKNOWN
        return FAIL if listed.isdisjoint(countries) else PASS

    return Condition(read, _table(answer, entries), "nationality")


def _table(answer: Callable[..., np.int8], entries: Sequence[object]) -> Outcomes:
    return np.array([*map(answer, entries), UNKNOWN], np.int8)


def _grade_reached(
    least: str | None, grade: str, standings: Mapping[str, GradeStanding]
) -> tuple[np.int8, str]:
    """Grades of different staffing are no steps of one ladder: neither is above the other."""
    if least is None or least == grade:
        return PASS, ""
    if missing := [name for name in (least, grade) if name not in standings]:
        return UNKNOWN, f"seniority of {' and '.join(missing)} in the rule set"
    bar, held = standings[least], standings[grade]
    reached = held.staffing == bar.staffing and held.seniority >= bar.seniority
    return (PASS if reached else FAIL), ""
