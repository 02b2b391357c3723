"""DECLINED: who said no to this vacancy is not proposed for it again, and stays a member."""

import numpy as np

from streams.rules.outcomes import FAIL, Outcomes
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    outcomes = np.zeros(len(rows.rating), np.int8)
    if len(demand.declined):
        last = rows.first + len(outcomes)
        low, high = np.searchsorted(demand.declined, (rows.first, last))
        outcomes[demand.declined[low:high] - rows.first] = FAIL
    return outcomes


def _required(_: Demand) -> str:
    return "has not declined an offer for this vacancy"


def _held(person: Person, demand: Demand) -> str:
    return "declined an offer for this vacancy" if _evidence(person, demand) else "none declined"


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    ids = {person.facts.candidate_id, *person.facts.former_ids}
    return tuple(event for who, event in demand.declined_events if who in ids)[:3]


DECLINED = Rule("DECLINED", over, _required, _held, _evidence)
