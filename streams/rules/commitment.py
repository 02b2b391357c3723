"""H15: not committed elsewhere by an accepted offer."""

from streams.rules.outcomes import Outcomes, failing
from streams.rules.person import Person
from streams.rules.rows import UNCOMMITTED, Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    elsewhere = rows.committed != demand.vacancy_code
    return failing(elsewhere & (rows.committed != UNCOMMITTED))


def _required(_: Demand) -> str:
    return "no accepted offer for another vacancy"


def _held(person: Person, _: Demand) -> str:
    taken = person.facts.commitments[:3]
    return "; ".join(f"accepted an offer for {fact.vacancy_id}" for fact in taken) or "none"


def _evidence(person: Person, _: Demand) -> tuple[str, ...]:
    return tuple(fact.event_id for fact in person.facts.commitments[:3])


def _missing(_: Person) -> tuple[str, ...]:
    return ()


H15 = Rule("H15", over, _required, _held, _evidence, _missing)
