"""S5: levels shown beside the levels expected, over what the post stresses.

More than expected in one competency makes up for nothing in another. A competency without an
expected level, or one that the profile does not name, is not counted.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points, Read, share
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person, of_person
from streams.rules.rows import Rows

_MOST = int(np.iinfo(np.int8).max)


def counted(yardstick: Yardstick) -> Mapping[str, int]:
    """The levels expected of the competencies that count, by code in sorted order."""
    emphasis = yardstick.emphasis or yardstick.expected.keys()
    return {c: yardstick.expected[c] for c in sorted(yardstick.expected) if c in emphasis}


def _measure(yardstick: Yardstick) -> Measure | None:
    expected = counted(yardstick)
    if sum(expected.values()) <= 0:
        return None
    return Measure(tuple(map(_level_of, expected)), partial(_points, tuple(expected.values())))


def _level_of(code: str) -> Read:
    def read(rows: Rows) -> NDArray[np.int8]:
        column = rows.levels.get(code)
        if column is None:
            # Nobody was assessed in it: one element serves for all rows.
            return np.broadcast_to(np.int8(-1), len(rows.rating))
        return column

    return read


def _points(expected: tuple[int, ...], *shown: NDArray[np.int8]) -> Points:
    """What was not assessed is -1 in its column, and counts as nothing."""
    # The sum is no more than all that is expected: mostly it fits a byte, and adds up faster.
    kind = np.int8 if sum(expected) <= _MOST else np.int32
    reached: NDArray[Any] = np.zeros(len(shown[0]), kind)
    for level, seen in zip(expected, shown, strict=True):
        reached += np.minimum(np.maximum(seen, np.int8(0)), np.int8(min(level, _MOST)))
    return share(reached.astype(np.int32), sum(expected), FULL)


def _raw(person: Person, yardstick: Yardstick) -> str:
    expected, fact = counted(yardstick), person.facts.assessment
    if not expected:
        return "no levels are expected"
    if fact is None:
        return "never assessed"
    shown = {one.code: one.level_shown for one in fact.competencies}
    parts = (f"{code} {_words(shown.get(code))} of {level}" for code, level in expected.items())
    return ", ".join(parts)


def _words(level: int | None) -> str:
    return "not assessed" if level is None else str(level)


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.assessment
    return () if fact is None else (fact.event_id,)


S5 = Criterion("S5", _measure, _raw, _evidence)
