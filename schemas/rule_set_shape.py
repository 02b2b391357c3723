"""What a rule set can be wrong about by itself, before anybody is judged by it."""

import typing
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from schemas.events import (
    ClearanceType,
    HardshipClass,
    Origin,
    Rating,
    RulePolicy,
    RuleSetPublished,
)
from schemas.language_levels import misspelt
from schemas.problem import Problem, contradictory, malformed

ALWAYS_ASKED = ("H1", "H2", "H3", "H10", "H15", "DECLINED")
"""They make a membership usable at all: a policy can let them be waived, never left out."""
NEVER_WAIVED = ("H1", "H15", "DECLINED")
"""Nobody can waive a membership that is not there, another commitment, or a person's own no."""
RULES = (*(f"H{number}" for number in range(1, 16)), "DECLINED")
CRITERIA = tuple(f"S{number}" for number in range(1, 11))
REPORT_ONLY = "S9"
"""Gender and geography are reported and never weigh."""
LIST_LENGTH_MAX = 50
"""Keeps a proposal of three full lists, sixteen rules for each person, under a record's size."""
WEIGHTS_MAX = 1_000_000
"""Of all criteria together: a total stays under 1000 times that, far inside 63 bits."""
MONTHS_MAX = 600

_CLEARANCES = tuple(kind for kind in typing.get_args(ClearanceType) if kind != "VISA")
"""A visa is for a country, so no rule can ask it of everybody."""
_CLASSES = tuple(kind for kind in typing.get_args(HardshipClass) if kind != "UNCLASSIFIED")
"""Those that compare with each other."""
_KNOWN: dict[str, tuple[str, ...]] = {
    "required_clearances": _CLEARANCES,
    "suspending_clearances": _CLEARANCES,
    "internal_origins": typing.get_args(Origin),
    "rated_origins": typing.get_args(Origin),
    "hardship_order": _CLASSES,
    "relief_classes": _CLASSES,
    "settled_classes": _CLASSES,
}
"""Lists of codes that the contract itself closes: what is misspelt there would never act."""
_Entries = tuple[str, Callable[[Any], Hashable], tuple[str, ...]]
_LISTS: dict[str, _Entries] = {
    "validity": ("rating", lambda entry: entry.rating, typing.get_args(Rating)),
    "rules": ("rule", lambda entry: entry.rule, RULES),
    "criteria": ("criterion", lambda entry: entry.criterion, CRITERIA),
    "tour_lengths": ("class", lambda entry: entry.hardship_class, _CLASSES),
    "grades": ("grade", lambda entry: entry.grade, ()),
    "language_ranks": ("level", lambda entry: f"{entry.framework} {entry.level}", ()),
    "sources": ("setting", lambda entry: entry.setting, ()),
    "satisfactory_ratings": ("rating", str, ()),
    **{name: ("entry", str, known) for name, known in _KNOWN.items()},
}
"""What identifies an entry of each list, and the codes it can have; none named: any."""
_AT_LEAST_ONE = (
    "offer_reply_days",
    "rotation_horizon_days",
    "experience_cap_months",
    "slack_cap_days",
    "validity_cap_days",
    "diversity_cell_min",
)
"""Limits that something is divided by, or that mean nothing at 0."""


def unsound_policy(event: RuleSetPublished) -> Iterable[Problem]:
    """Everything wrong with a rule set whose fields are well formed."""
    for name, (what, identity, known) in _LISTS.items():
        yield from _entries(name, what, map(identity, getattr(event, name)), known)
    yield from _numbers(event)
    yield from _weights(event)
    for rule in event.rules:
        yield from _rule(rule)
    for entry in event.language_ranks:
        if text := misspelt(entry.framework, entry.level):
            yield malformed("language_ranks", text)
    if both := sorted(set(event.relief_classes) & set(event.settled_classes)):
        yield contradictory("settled_classes", f"{both[0]} is a relief class as well")


def _entries(
    name: str, what: str, found: Iterable[Hashable], known: tuple[str, ...]
) -> Iterable[Problem]:
    for entry, count in Counter(found).items():
        if count > 1:
            yield contradictory(name, f"{what} {entry} stands {count} times")
        if known and entry not in known:
            yield malformed(name, f"{what} {entry} is none of {', '.join(known)}")


def _numbers(event: RuleSetPublished) -> Iterable[Problem]:
    for name in ("ranked_max", "near_misses_max", "cannot_confirm_max"):
        if getattr(event, name) > LIST_LENGTH_MAX:
            yield malformed(name, f"the most is {LIST_LENGTH_MAX}")
    for validity in event.validity:
        if not 1 <= validity.months <= MONTHS_MAX:
            yield malformed("validity", f"{validity.rating}: 1 to {MONTHS_MAX} months")
    for tour in event.tour_lengths:
        if not 1 <= tour.months <= MONTHS_MAX:
            yield malformed("tour_lengths", f"{tour.hardship_class}: 1 to {MONTHS_MAX} months")
    for name in _AT_LEAST_ONE:
        if getattr(event, name) == 0:
            yield malformed(name, "the least is 1")


def _weights(event: RuleSetPublished) -> Iterable[Problem]:
    total = 0
    for entry in event.criteria:
        total += entry.weight
        if entry.criterion == REPORT_ONLY and entry.weight:
            yield malformed("criteria", f"{REPORT_ONLY} is a report: its weight is 0")
    if total > WEIGHTS_MAX:
        yield malformed("criteria", f"the weights add up to {total}, the most is {WEIGHTS_MAX}")


def _rule(rule: RulePolicy) -> Iterable[Problem]:
    if rule.mode == "WARN" and rule.rule in ALWAYS_ASKED:
        yield contradictory("rules", f"{rule.rule} always excludes: it cannot only warn")
    if rule.waivable and rule.rule in NEVER_WAIVED:
        yield contradictory("rules", f"{rule.rule} can never be waived")
    if rule.never_waived_for and not rule.waivable:
        yield contradictory("rules", f"{rule.rule}: never_waived_for needs a rule that is waivable")
