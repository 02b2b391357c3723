"""H2: a rating at or above the vacancy's minimum; NOT_READY_YET never is.

The assessment that counts decides, whatever its age: validity is for H3. An incumbent who was
never assessed stands as `INCUMBENT_LEVEL`.
"""

import numpy as np

from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, failing
from streams.rules.person import Person, bases_evidence, bases_missing, of_person
from streams.rules.ratings import INCUMBENT_LEVEL, NAMES, NO_RATING, TIER_2
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import UNSURE, VALID


def over(rows: Rows, demand: Demand) -> Outcomes:
    least = max(demand.min_level, TIER_2)
    outcomes = failing(rows.rating < least)
    if least <= INCUMBENT_LEVEL:
        unrated = np.flatnonzero(rows.rating == NO_RATING)
        outcomes[unrated] = _AS_INCUMBENT[rows.incumbent[unrated]]
    return outcomes


_AS_INCUMBENT = np.array(
    [{int(VALID): PASS, int(UNSURE): UNKNOWN}.get(basis, FAIL) for basis in range(4)], np.int8
)
"""The answer for who was never assessed, by what the incumbent's basis is worth."""


def _required(demand: Demand) -> str:
    return f"a rating of {NAMES[max(demand.min_level, TIER_2)]} or better"


@of_person
def _held(person: Person) -> str:
    fact = person.facts.assessment
    if fact is not None:
        return f"{fact.rating}, assessed on {fact.completed_on}"
    if person.row.incumbent[0] == VALID:
        return f"never assessed; as a satisfactory incumbent taken for {NAMES[INCUMBENT_LEVEL]}"
    return "never assessed"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.assessment
    return bases_evidence(person) if fact is None else (fact.event_id,)


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In levels of rating."""
    level = int(person.row.rating[0])
    if level == NO_RATING:
        if person.row.incumbent[0] != VALID:
            return None
        level = INCUMBENT_LEVEL
    return max(demand.min_level, TIER_2) - level


def _codes_held(person: Person) -> tuple[str, ...]:
    fact = person.facts.assessment
    return () if fact is None else (fact.rating,)


H2 = Rule("H2", over, _required, _held, _evidence, bases_missing, _shortfall, _codes_held)
