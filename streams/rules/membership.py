"""H1: a membership for the vacancy's job group and grade.

Each fact is counted by one rule, so that a near miss is what it says. H1 asks whether there is a
basis at all; that it is past its last day is for H3, a hold for H10, an accepted offer for H15.
All four together say that the membership is ACTIVE.
"""

from streams.rules.outcomes import Outcomes, all_of, any_of, failing, unknown
from streams.rules.person import Person, bases_evidence, bases_held, bases_missing
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import NONE, UNSURE, Codes


def over(rows: Rows, demand: Demand) -> Outcomes:
    return any_of(_there(rows.assessed), _there(rows.incumbent))


def _there(basis: Codes) -> Outcomes:
    return all_of(failing(basis == NONE), unknown(basis == UNSURE))


def _required(demand: Demand) -> str:
    return f"a membership in {demand.job_group}/{demand.grade}, as assessed or as incumbent"


def _held(person: Person, _: Demand) -> str:
    return bases_held(person)


def _evidence(person: Person, _: Demand) -> tuple[str, ...]:
    return bases_evidence(person)


H1 = Rule("H1", over, _required, _held, _evidence, bases_missing)
