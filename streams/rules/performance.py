"""H7: staff perform to satisfaction; who is staff, and which ratings satisfy, is policy."""

from collections.abc import Collection

from streams.rules.outcomes import FAIL, PASS, Outcomes, any_of, looked_up
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    rated = looked_up(demand.answers.performance, rows.performance)
    return any_of(rated, looked_up(demand.answers.rated, rows.origin))


def satisfies(rating: str, satisfactory: Collection[str]) -> int:
    """The answer for a rating, whoever has it."""
    return int(PASS if rating in satisfactory else FAIL)


def exempt(origin: str, rated_origins: Collection[str]) -> int:
    """PASS for origins that need no rating, FAIL for those that pass by their rating only."""
    return int(FAIL if origin in rated_origins else PASS)


def _required(demand: Demand) -> str:
    origins = ", ".join(demand.rule_set.rated_origins) or "nobody"
    ratings = " or ".join(demand.rule_set.satisfactory_ratings) or "none named"
    return f"performance {ratings}, of {origins}"


@of_person
def _held(person: Person) -> str:
    origin, last = person.facts.origin, person.facts.performance
    who = "origin not stated" if origin is None else origin.value
    if last is None:
        return f"{who}, performance not rated"
    return f"{who}, performance {last.rating} up to {last.period_end}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    facts = (person.facts.origin, person.facts.performance)
    return tuple(fact.event_id for fact in facts if fact is not None)


def _missing(person: Person, _: Demand) -> tuple[str, ...]:
    if person.facts.origin is None:
        return ("origin",)
    return ("performance rating",)


def _codes_held(person: Person) -> tuple[str, ...]:
    last = person.facts.performance
    return () if last is None else (last.rating,)


H7 = Rule("H7", over, _required, _held, _evidence, _missing, codes_held=_codes_held)
