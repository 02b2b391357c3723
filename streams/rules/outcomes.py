"""The answers of a rule as ordered integers: any-of is a minimum, all-of a maximum."""

from collections.abc import Sized
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.events import RuleOutcome

Outcomes = NDArray[np.int8]

PASS, WAIVED, UNKNOWN, FAIL = (np.int8(code) for code in range(4))

_COMPARED_MAX = 6

NAMES: tuple[RuleOutcome, ...] = ("PASS", "WAIVED", "UNKNOWN", "FAIL")
"""The name of each code."""


def any_of(one: Outcomes, other: Outcomes) -> Outcomes:
    """PASS if one passes, else UNKNOWN if one is unknown, else FAIL."""
    return np.minimum(one, other)


def all_of(one: Outcomes, other: Outcomes) -> Outcomes:
    """FAIL if one fails, else UNKNOWN if one is unknown, else PASS."""
    return np.maximum(one, other)


def failing(where: NDArray[np.bool_]) -> Outcomes:
    """FAIL where true, PASS elsewhere."""
    return where.view(np.int8) * FAIL


def unknown(where: NDArray[np.bool_]) -> Outcomes:
    """UNKNOWN where true, PASS elsewhere."""
    return where.view(np.int8) * UNKNOWN


def passing(rows: Sized) -> Outcomes:
    """PASS for everybody."""
    return np.zeros(len(rows), np.int8)


def looked_up(answers: Outcomes, codes: NDArray[np.integer[Any]]) -> Outcomes:
    """The answer of each code; the last of `answers` is for -1, who has none.

    Where only few codes have another answer than PASS, comparing is faster than looking up.
    """
    telling = np.flatnonzero(answers)
    if len(telling) > _COMPARED_MAX:
        return answers.take(codes)
    outcomes = np.zeros(len(codes), np.int8)
    for place in telling.tolist():
        code = place if place < len(answers) - 1 else -1
        outcomes |= (codes == code).view(np.int8) * answers[place]
    return outcomes
