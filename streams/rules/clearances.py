"""H11: each clearance that the policy requires is granted, valid on the day and at the start.

Matching sees that a person is cleared and until when, never why.
"""

from collections.abc import Iterator

from schemas.events import ClearanceFact
from streams.rules.days import day_number
from streams.rules.outcomes import Outcomes, all_of, failing
from streams.rules.person import Person
from streams.rules.rows import CLEARANCES, Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    return all_of(rows.cleared, failing(rows.cleared_until < demand.start))


def _required(demand: Demand) -> str:
    kinds = ", ".join(demand.rule_set.required_clearances) or "none"
    return f"cleared today and on the start date, {demand.start_by}: {kinds}"


def _held(person: Person, demand: Demand) -> str:
    """Of every clearance required, whatever is known of the others."""
    return "; ".join(_words(kind, fact) for kind, fact in _facts(person, demand)) or "none needed"


def _facts(person: Person, demand: Demand) -> Iterator[tuple[str, ClearanceFact | None]]:
    # The first of a kind counts, so that it is laid in last.
    facts: dict[str, ClearanceFact] = {
        fact.clearance_type: fact for fact in reversed(person.facts.clearances)
    }
    for kind in demand.rule_set.required_clearances:
        yield kind, facts.get(kind)


def _words(kind: str, fact: ClearanceFact | None) -> str:
    if fact is None:
        return f"{kind} not recorded"
    first = "" if fact.valid_from is None else f" from {fact.valid_from}"
    last = "" if fact.valid_until is None else f" until {fact.valid_until}"
    return f"{kind} {fact.status}{first}{last}"


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    return tuple(fact.event_id for _, fact in _facts(person, demand) if fact is not None)


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    return tuple(
        f"{kind} clearance"
        for kind, fact in _facts(person, demand)
        if fact is None or fact.status == "PENDING" or kind not in CLEARANCES
    )


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In days from the last valid one to the start, of the clearance that ends first."""
    facts = [fact for _, fact in _facts(person, demand)]
    if not facts or not all(_granted_by(fact, demand.day) for fact in facts):
        return None
    ends = min(day_number(fact.valid_until) for fact in facts if fact is not None)
    return max(demand.start - ends, 0)


def _granted_by(fact: ClearanceFact | None, day: int) -> bool:
    if fact is None or fact.status != "GRANTED":
        return False
    return fact.valid_from is None or day_number(fact.valid_from) <= day


def _codes_held(person: Person) -> tuple[str, ...]:
    return tuple(f"{fact.clearance_type}.{fact.status}" for fact in person.facts.clearances)


H11 = Rule("H11", over, _required, _held, _evidence, _missing, _shortfall, _codes_held)
