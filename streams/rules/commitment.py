"""H15: not committed elsewhere by an accepted offer.

An offer accepted too late, as the policy has it, commits nobody; nor does one whose person is in
the post by now.
"""

from schemas.events import CommitmentFact
from streams.rules.outcomes import Outcomes, failing
from streams.rules.person import Person, of_person
from streams.rules.rows import UNCOMMITTED, Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    elsewhere = rows.committed != demand.vacancy_code
    return failing(elsewhere & (rows.committed != UNCOMMITTED))


def _required(_: Demand) -> str:
    return "no accepted offer for another vacancy"


@of_person
def _held(person: Person) -> str:
    return "; ".join(map(_in_words, person.facts.commitments[:3])) or "none"


def _in_words(fact: CommitmentFact) -> str:
    placed = "" if fact.placed_from is None else f", in the post from {fact.placed_from}"
    on = "" if fact.accepted_on is None else f" on {fact.accepted_on}"
    return f"accepted an offer for {fact.vacancy_id}{on}{placed}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    return tuple(fact.event_id for fact in person.facts.commitments[:3])


H15 = Rule("H15", over, _required, _held, _evidence)
