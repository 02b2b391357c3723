"""Whether a waiver of the one rule that a person fails could help, in words for whoever decides."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from streams.pool.policy import Policy
from streams.rules.person import Person
from streams.rules.rows import Demand
from streams.rules.rule import TEXT_MAX, Rule

_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "H2": "level",
        "H3": "day",
        "H4": "level",
        "H8": "month",
        "H9": "month",
        "H10": "day",
        "H11": "day",
    }
)
"""What a shortfall is counted in, for the rules that know one."""


def waiver_words(
    rule: Rule, person: Person, demand: Demand, policy: Policy, missing: Sequence[str]
) -> str:
    """`missing`: what could still not be told if the rule were set aside."""
    named = policy.waivable(rule.id)
    if named is None:
        return f"{rule.id} cannot be waived"
    never = [code for code in rule.codes_held(person) if code in named.never_waived_for]
    if never:
        return f"{rule.id} cannot be waived for {', '.join(never)}"[:TEXT_MAX]
    shortfall = _steady_shortfall(rule, person, demand)
    words = _granted(rule, person, demand) + _helpful(rule, shortfall, missing)
    return words[:TEXT_MAX]


def _granted(rule: Rule, person: Person, demand: Demand) -> str:
    """A waiver that is there already and does not reach."""
    accepted = [
        waiver.shortfall_accepted
        for waiver in demand.waivers
        if (waiver.row, waiver.rule) == (person.row.first, rule.id)
        and waiver.shortfall_accepted is not None
    ]
    return f"the waiver granted is for {_amount(rule, max(accepted))}; " if accepted else ""


def _helpful(rule: Rule, shortfall: int | None, missing: Sequence[str]) -> str:
    part = "" if shortfall is None else f", in full or for {_amount(rule, shortfall)},"
    if missing:
        return f"a waiver{part} would help once this is known: {', '.join(missing)}"
    return f"a waiver{part} would make the person eligible"


def _steady_shortfall(rule: Rule, person: Person, demand: Demand) -> int | None:
    """None where it will be another one tomorrow: words do not change with the day alone."""
    start_moves = demand.start == demand.day
    notice_moves = rule.id == "H10" and person.row.available_from[0] < demand.day
    return None if start_moves or notice_moves else rule.shortfall(person, demand)


def _amount(rule: Rule, count: int) -> str:
    unit = _UNITS.get(rule.id, "unit")
    return f"a shortfall of {count} {unit}{'' if count == 1 else 's'}"
