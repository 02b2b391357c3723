"""H3: valid on the day of the decision and on the start date, on one of the two bases."""

import numpy as np

from streams.rules.days import date_of
from streams.rules.outcomes import Outcomes, all_of, any_of, failing, unknown
from streams.rules.person import Person, bases_evidence, bases_missing, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import EXPIRED, NONE, UNSURE, VALID


def over(rows: Rows, demand: Demand) -> Outcomes:
    assessed = _assessed(rows, demand)
    return any_of(assessed, _incumbent(rows, demand)) if rows.incumbent.any() else assessed


def _assessed(rows: Rows, demand: Demand) -> Outcomes:
    basis = rows.assessed
    lapsed = failing((basis != VALID) | (rows.valid_until < demand.start))
    outcomes: Outcomes = lapsed - (basis == UNSURE).view(np.int8)
    return outcomes


def _incumbent(rows: Rows, demand: Demand) -> Outcomes:
    basis = rows.incumbent
    gone = failing((basis == NONE) | (rows.ends_on < demand.start))
    return all_of(gone, unknown(basis == UNSURE))


def _required(demand: Demand) -> str:
    return f"valid today and on the start date, {demand.start_by}"


@of_person
def _held(person: Person) -> str:
    row, facts = person.row, person.facts
    parts = []
    if facts.assessment is not None:
        until = date_of(int(row.valid_until[0]))
        parts.append("validity not stated" if until is None else f"assessment valid until {until}")
    if facts.incumbency is not None:
        last = facts.incumbency.ends_on
        parts.append("in post, no end known" if last is None else f"in post until {last}")
    return "; ".join(parts) or "no membership"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    return bases_evidence(person)


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In days from the last valid one to the start."""
    row = person.row
    last_days = []
    if row.assessed[0] in (VALID, EXPIRED):
        last_days.append(int(row.valid_until[0]))
    if row.incumbent[0] == VALID:
        last_days.append(int(row.ends_on[0]))
    return demand.start - max(last_days) if last_days else None


H3 = Rule("H3", over, _required, _held, _evidence, bases_missing, _shortfall)
