"""The answers of a rule as ordered integers: any-of is a minimum, all-of a maximum."""

import numpy as np
from numpy.typing import NDArray

from schemas.events import RuleOutcome

Outcomes = NDArray[np.int8]

PASS, WAIVED, UNKNOWN, FAIL = (np.int8(code) for code in range(4))

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
