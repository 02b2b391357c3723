"""A rule set made ready for columns, and the hash that shows nobody changed it afterwards."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from schemas.events import Event, RuleSetPublished, RuleSetUsed
from streams.rules.ratings import LEVELS
from streams.rules.standing import NONE, UNSURE, VALID, Codes

MONTHS_MAX = 12 * 100
"""No membership is valid for longer, whatever a rule set says."""


@dataclass(frozen=True)
class Policy:
    """The rule set in effect."""

    rules: RuleSetPublished
    used: RuleSetUsed
    months: NDArray[np.int32]
    """Validity by rating level; -1 for a rating without one, last of all for no rating."""

    def worth(self, performance: Sequence[str]) -> Codes:
        """What each performance rating is worth to an incumbent; last of all none known."""
        satisfactory = self.rules.satisfactory_ratings
        worths = [VALID if rating in satisfactory else NONE for rating in performance]
        return np.array([*worths, UNSURE], np.int8)


def policy_of(rules: RuleSetPublished) -> Policy:
    months = np.full(len(LEVELS) + 1, -1, np.int32)
    for validity in rules.validity:
        if validity.rating in LEVELS:
            months[LEVELS[validity.rating]] = min(max(validity.months, 0), MONTHS_MAX)
    used = RuleSetUsed(
        rule_set_id=rules.rule_set_id, version=rules.version, sha256=_fingerprint(rules)
    )
    return Policy(rules, used, months)


def _fingerprint(rules: RuleSetPublished) -> str:
    """Over the policy alone, as JSON with sorted keys and no blanks, without the envelope."""
    envelope = {field.name for field in fields(Event)}
    policy = {name: value for name, value in vars(rules).items() if name not in envelope}
    text = json.dumps(policy, default=_plain, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)
