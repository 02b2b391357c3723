"""What a hard rule is: one function over columns, and the words for the few people listed."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.events import RuleAnswer
from streams.rules.outcomes import FAIL, NAMES, UNKNOWN, WAIVED, Outcomes
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows, Waiver

TEXT_MAX = 300
"""Characters of `required` and `held`: facts may hold texts of any length, a proposal may not."""

EVIDENCE_MAX = 20
"""Events named beside one answer, a waiver apart."""


def nothing_missing(_: Person, __: Demand) -> tuple[str, ...]:
    """For a rule that always can tell."""
    return ()


def no_part(_: Person, __: Demand) -> int | None:
    """For a rule that cannot be missed by a part."""
    return None


def no_code(_: Person) -> tuple[str, ...]:
    """For a rule whose facts have no codes that a policy could name."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers PASS, WAIVED, UNKNOWN or FAIL for each row, never a bare boolean."""

    id: str
    over: Callable[[Rows, Demand], Outcomes]
    """The answers before any waiver."""
    required: Callable[[Demand], str]
    held: Callable[[Person, Demand], str]
    """Words that change with the facts only, never with the day alone."""
    evidence: Callable[[Person, Demand], tuple[str, ...]]
    missing: Callable[[Person, Demand], tuple[str, ...]] = nothing_missing
    """The facts that would turn an UNKNOWN into an answer."""
    shortfall: Callable[[Person, Demand], int | None] = no_part
    """By how much a FAIL misses the requirement, in the rule's unit; None where nobody can say."""
    codes_held: Callable[[Person], tuple[str, ...]] = no_code
    """What is held, as a policy names what no waiver sets aside."""


def outcome_of(rule: Rule, person: Person, demand: Demand) -> int:
    """The rule's answer for one person: the same function, over a slice of one row."""
    outcome = int(rule.over(person.row, demand)[0])
    return int(WAIVED) if waiver_of(rule, outcome, person, demand) else outcome


def explain(rule: Rule, person: Person, demand: Demand) -> RuleAnswer:
    return in_words(Asking(rule, demand), outcome_of(rule, person, demand), person)


class Asking:
    """A rule as one vacancy asks it of everybody."""

    def __init__(self, rule: Rule, demand: Demand) -> None:
        self.rule, self.demand = rule, demand
        self.required = rule.required(demand)[:TEXT_MAX]


def in_words(asking: Asking, outcome: int, person: Person) -> RuleAnswer:
    """An answer already given, with what it rests on."""
    rule, demand = asking.rule, asking.demand
    evidence = rule.evidence(person, demand)[:EVIDENCE_MAX]
    if outcome == WAIVED:
        evidence += _waiver_evidence(rule, person, demand)
    held = rule.held(person, demand)[:TEXT_MAX]
    return person.answer((rule.id, NAMES[outcome], asking.required, held, evidence))


def waiver_of(rule: Rule, outcome: int, person: Person, demand: Demand) -> Waiver | None:
    """The first waiver that sets an answer aside; a part needs a shortfall that is known."""
    if outcome not in (FAIL, UNKNOWN):
        return None
    granted = [w for w in demand.waivers if (w.row, w.rule) == (person.row.first, rule.id)]
    return next((w for w in granted if _sets_aside(w, rule, outcome, person, demand)), None)


def _sets_aside(waiver: Waiver, rule: Rule, outcome: int, person: Person, demand: Demand) -> bool:
    if set(waiver.never_for).intersection(rule.codes_held(person)):
        return False
    if waiver.shortfall_accepted is None:
        return True
    shortfall = rule.shortfall(person, demand) if outcome == FAIL else None
    return shortfall is not None and shortfall <= waiver.shortfall_accepted


def _waiver_evidence(rule: Rule, person: Person, demand: Demand) -> tuple[str, ...]:
    waiver = waiver_of(rule, int(rule.over(person.row, demand)[0]), person, demand)
    return () if waiver is None else (waiver.event_id,)
