"""S7: months of managerial, mandate, UN and volunteer work, each up to the same cap."""

from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points, share
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person, of_person

_KINDS = ("managerial", "mandate", "un", "volunteer")


def _measure(yardstick: Yardstick) -> Measure | None:
    cap = yardstick.rules.experience_cap_months
    if cap <= 0:
        return None
    return Measure(tuple(attrgetter(f"{kind}_months") for kind in _KINDS), partial(_points, cap))


def _points(cap: int, *months: NDArray[np.int16]) -> Points:
    """What is not stated is -1 in its column, and counts as none."""
    most = np.int16(min(cap, np.iinfo(np.int16).max))
    counted = np.zeros(len(months[0]), np.int32)
    for kind in months:
        counted += np.minimum(np.maximum(kind, np.int16(0)), most)
    return share(counted, len(months) * cap, FULL)


def _raw(person: Person, yardstick: Yardstick) -> str:
    fact = person.facts.experience
    if fact is None:
        return "experience not stated"
    parts = [f"{kind} {getattr(fact.experience, f'{kind}_months')}" for kind in _KINDS]
    return f"months: {', '.join(parts)}; {yardstick.rules.experience_cap_months} of each count"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.experience
    return () if fact is None else (fact.event_id,)


S7 = Criterion("S7", _measure, _raw, _evidence)
