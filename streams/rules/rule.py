"""What a hard rule is: one function over columns, and the words for the few people listed."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.events import RuleAnswer
from streams.rules.outcomes import NAMES, Outcomes
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows

TEXT_MAX = 300
"""Characters of `required` and `held`: facts may hold texts of any length, a proposal may not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers PASS, WAIVED, UNKNOWN or FAIL for each row, never a bare boolean."""

    id: str
    over: Callable[[Rows, Demand], Outcomes]
    required: Callable[[Demand], str]
    held: Callable[[Person, Demand], str]
    """Words that change with the facts only, never with the day alone."""
    evidence: Callable[[Person, Demand], tuple[str, ...]]
    missing: Callable[[Person], tuple[str, ...]]
    """The facts that would turn an UNKNOWN into an answer."""


def explain(rule: Rule, person: Person, demand: Demand) -> RuleAnswer:
    """The rule's answer for one person: the same function, over a slice of one row."""
    return in_words(rule, int(rule.over(person.row, demand)[0]), person, demand)


def in_words(rule: Rule, outcome: int, person: Person, demand: Demand) -> RuleAnswer:
    """An answer already given, with what it rests on."""
    return RuleAnswer(
        rule=rule.id,
        outcome=NAMES[outcome],
        required=rule.required(demand)[:TEXT_MAX],
        held=rule.held(person, demand)[:TEXT_MAX],
        evidence=rule.evidence(person, demand),
    )
