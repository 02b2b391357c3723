"""S3: ready for the hardship of the station, and for its being a family station or not.

Only what a person declared counts: silence is no refusal, but no readiness either.
"""

from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person
from streams.rules.rows import HARDSHIP_CLASSES
from streams.rules.standing import Codes

_HALF = FULL // 2


def _measure(yardstick: Yardstick) -> Measure:
    by_class, by_family = _by_class(yardstick), _by_family(yardstick)
    reads = (attrgetter("max_hardship"), attrgetter("non_family"))
    return Measure(reads, partial(_points, by_class, by_family))


def _points(
    by_class: NDArray[np.int32], by_family: NDArray[np.int32], hardest: Codes, non_family: Codes
) -> Points:
    here: Points = by_class[hardest.astype(np.intp)]
    here += by_family[non_family.astype(np.intp)]
    return here


def _by_class(yardstick: Yardstick) -> NDArray[np.int32]:
    """By the code of the hardest class accepted; last of all for who did not say."""
    here = yardstick.rank_of_class(yardstick.hardship_class)
    accepted = [yardstick.rank_of_class(name) for name in HARDSHIP_CLASSES]
    halves = [
        _HALF if here is not None and hardest is not None and hardest >= here else 0
        for hardest in accepted
    ]
    return np.array([*halves, 0], np.int32)


def _by_family(yardstick: Yardstick) -> NDArray[np.int32]:
    """For no, yes and not said."""
    status = None if yardstick.classified is None else yardstick.classified.family_status
    if status is None:
        return np.zeros(3, np.int32)
    return np.full(3, _HALF, np.int32) if status == "FAMILY" else np.array([0, _HALF, 0], np.int32)


def _raw(person: Person, yardstick: Yardstick) -> str:
    said, here = person.facts.preferences, yardstick.classified
    station = "not classified"
    if here is not None:
        station = f"class {here.hardship_class}, {here.family_status or 'family status not stated'}"
    if said is None:
        return f"nothing declared; station {station}"
    hardest = f"up to class {said.max_hardship}" if said.max_hardship else "no class said"
    alone = {None: "non-family not said", True: "non-family accepted", False: "non-family refused"}
    return f"{hardest}, {alone[said.accepts_non_family]}; station {station}"


def _evidence(person: Person, yardstick: Yardstick) -> tuple[str, ...]:
    said, here = person.facts.preferences, yardstick.classified
    return tuple(fact.event_id for fact in (said, here) if fact is not None)


S3 = Criterion("S3", _measure, _raw, _evidence)
