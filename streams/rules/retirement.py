"""H9: a useful tour is left before retirement."""

from streams.rules.days import NO_DAY, day_number
from streams.rules.outcomes import Outcomes, all_of, failing, unknown
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.tour import months_between


def over(rows: Rows, demand: Demand) -> Outcomes:
    too_soon = failing(rows.retirement_on < demand.answers.retirement_from)
    return all_of(too_soon, unknown(rows.retirement_on == NO_DAY))


def _required(demand: Demand) -> str:
    months = demand.rule_set.useful_tour_months
    return f"retirement at least {months} months after the start date, {demand.start_by}"


@of_person
def _held(person: Person) -> str:
    fact = person.facts.retirement
    return "no retirement date stated" if fact is None else f"last day before it {fact.day}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.retirement
    return () if fact is None else (fact.event_id,)


def _missing(_: Person, __: Demand) -> tuple[str, ...]:
    return ("retirement date",)


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In months of the useful tour that are not left, those begun counted whole."""
    fact = person.facts.retirement
    if fact is None:
        return None
    return months_between(day_number(fact.day), demand.answers.retirement_from)


H9 = Rule("H9", over, _required, _held, _evidence, _missing, _shortfall)
