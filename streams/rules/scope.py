"""H14: the person's origin and contract fit the scope of the vacancy."""

from collections.abc import Collection

from schemas.events import Scope
from streams.rules.outcomes import FAIL, PASS, Outcomes, all_of, looked_up
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    origin = looked_up(demand.answers.origin, rows.origin)
    return all_of(origin, looked_up(demand.answers.appointment, rows.appointment))


def within(origin: str, scope: Scope, internal: Collection[str]) -> int:
    """The answer for an origin; which ones are internal is policy."""
    return int(PASS if scope == "BOTH" or origin in internal else FAIL)


def suits(appointment: str, fitting: Collection[str]) -> int:
    """The answer for an appointment type; none named: any fits."""
    return int(PASS if not fitting or appointment in fitting else FAIL)


def _required(demand: Demand) -> str:
    terms, internal = demand.terms, ", ".join(demand.rule_set.internal_origins)
    scope = "any origin" if terms.scope == "BOTH" else f"internal: {internal or 'none named'}"
    types = f"; appointment {' or '.join(terms.appointment_types)}"
    return scope + (types if terms.appointment_types else "")


def _held(person: Person, demand: Demand) -> str:
    origin, appointment = person.facts.origin, person.facts.appointment_type
    who = "origin not stated" if origin is None else origin.value
    if not demand.terms.appointment_types:
        return who
    return f"{who}, appointment {'not stated' if appointment is None else appointment.value}"


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    contract = person.facts.appointment_type if demand.terms.appointment_types else None
    return tuple(fact.event_id for fact in (person.facts.origin, contract) if fact is not None)


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    missing = []
    if demand.terms.scope == "INTERNAL" and person.facts.origin is None:
        missing.append("origin")
    if demand.terms.appointment_types and person.facts.appointment_type is None:
        missing.append("appointment type")
    return tuple(missing)


def _codes_held(person: Person) -> tuple[str, ...]:
    facts = (person.facts.origin, person.facts.appointment_type)
    return tuple(fact.value for fact in facts if fact is not None)


H14 = Rule("H14", over, _required, _held, _evidence, _missing, codes_held=_codes_held)
