"""H1: a membership for the vacancy's job group and grade.

Each fact is counted by one rule, so that a near miss is what it says. H1 asks whether there is a
basis at all that is not suspended; that it is past its last day is for H3, a hold for H10, an
accepted offer for H15.
All four together say that the membership is ACTIVE.
"""

from streams.rules.outcomes import Outcomes, all_of, any_of, failing, unknown
from streams.rules.person import Person, bases_evidence, bases_held, bases_missing
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import NONE, UNSURE, Codes
from streams.rules.suspension import Suspension, suspensions


def over(rows: Rows, demand: Demand) -> Outcomes:
    there = _there(rows.assessed)
    if rows.incumbent.any():
        there = any_of(there, _there(rows.incumbent))
    return all_of(there, failing(rows.suspended))


def _there(basis: Codes) -> Outcomes:
    return all_of(failing(basis == NONE), unknown(basis == UNSURE))


def _required(demand: Demand) -> str:
    return f"a membership in {demand.job_group}/{demand.grade}, as assessed or as incumbent"


def _held(person: Person, demand: Demand) -> str:
    reasons = "".join(f"; suspended: {reason.words}" for reason in _reasons(person, demand))
    return bases_held(person) + reasons


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    events = bases_evidence(person)
    suspending = (reason.event_id for reason in _reasons(person, demand))
    return tuple(dict.fromkeys((*events, *suspending)))


def _reasons(person: Person, demand: Demand) -> tuple[Suspension, ...]:
    return suspensions(person.facts, demand.rule_set)


H1 = Rule("H1", over, _required, _held, _evidence, bases_missing)
