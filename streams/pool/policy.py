"""A rule set made ready for columns, and the hash that shows nobody changed it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.events import GradeStanding, RulePolicy, RuleSetPublished, RuleSetUsed
from schemas.events.policy_hash import policy_hash
from streams.rules.ratings import LEVELS
from streams.rules.rule import Rule
from streams.rules.table import CORE, RULES

MONTHS_MAX = 12 * 100
"""No membership is valid for longer, whatever a rule set says."""


@dataclass(frozen=True)
class Policy:
    """The rule set in effect."""

    rules: RuleSetPublished
    used: RuleSetUsed
    months: NDArray[np.int32]
    """Validity by rating level; -1 for a rating without one, last of all for no rating."""
    hard: tuple[Rule, ...]
    """The rules that exclude, in the order of the table."""
    warning: tuple[Rule, ...]
    """The rules that are shown and bar nobody, in the order of the table."""
    named: Mapping[str, RulePolicy]
    """What is said of single rules, by their ids."""
    ranks: Mapping[tuple[str, str], int]
    """The rank of each framework's levels."""
    grades: Mapping[str, GradeStanding]
    hardship: Mapping[str, int]
    """How hard each class is that can be compared: the easiest 0."""
    tours: Mapping[str, int]
    """Months of a tour by hardship class."""

    def waivable(self, rule: str) -> RulePolicy | None:
        """What is said of a rule that can be waived; None for one that cannot."""
        named = self.named.get(rule)
        return named if named is not None and named.waivable else None


def reply_days_of(policy: Policy | None) -> int | None:
    """After how many days an offer that states no end lapses; None: never, or no policy yet."""
    return None if policy is None else policy.rules.offer_reply_days


def policy_of(rules: RuleSetPublished) -> Policy:
    modes = {part.rule: part.mode for part in rules.rules} | dict.fromkeys(CORE, "HARD")
    return Policy(
        rules=rules,
        used=RuleSetUsed(
            rule_set_id=rules.rule_set_id, version=rules.version, sha256=policy_hash(rules)
        ),
        months=_validity_months(rules),
        hard=tuple(rule for rule in RULES if modes.get(rule.id) == "HARD"),
        warning=tuple(rule for rule in RULES if modes.get(rule.id) == "WARN"),
        named={part.rule: part for part in rules.rules},
        ranks={(part.framework, part.level): part.rank for part in rules.language_ranks},
        grades={part.grade: part for part in rules.grades},
        hardship={name: place for place, name in enumerate(rules.hardship_order)},
        tours={part.hardship_class: part.months for part in rules.tour_lengths},
    )


def _validity_months(rules: RuleSetPublished) -> NDArray[np.int32]:
    months = np.full(len(LEVELS) + 1, -1, np.int32)
    for validity in rules.validity:
        if validity.rating in LEVELS:
            months[LEVELS[validity.rating]] = min(max(validity.months, 0), MONTHS_MAX)
    return months
