"""S1: how ready the assessment found the person; STAR before TIER_1 before TIER_2."""

from operator import attrgetter

import numpy as np

from streams.matching.criteria.criterion import Criterion, Measure, Points
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person, bases_evidence, of_person
from streams.rules.ratings import INCUMBENT_LEVEL, NAMES
from streams.rules.standing import Codes

_BY_LEVEL = (0, 333, 666, 1000)
_POINTS = np.array([*_BY_LEVEL, _BY_LEVEL[INCUMBENT_LEVEL]], np.int32)
"""By level; the last element, which `NO_RATING` (-1) finds, is for incumbents never assessed."""


def _measure(_: Yardstick) -> Measure:
    return Measure((attrgetter("rating"),), _points)


def _points(rating: Codes) -> Points:
    points: Points = _POINTS[rating.astype(np.intp)]
    return points


@of_person
def _raw(person: Person) -> str:
    fact = person.facts.assessment
    if fact is None:
        return f"never assessed; as an incumbent taken for {NAMES[INCUMBENT_LEVEL]}"
    return f"{fact.rating}, assessed on {fact.completed_on}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.assessment
    return bases_evidence(person) if fact is None else (fact.event_id,)


S1 = Criterion("S1", _measure, _raw, _evidence)
