"""H3: valid on the day of the decision and on the start date, on one of the two bases."""

from streams.rules.days import date_of
from streams.rules.outcomes import Outcomes, all_of, any_of, failing, unknown
from streams.rules.person import Person, bases_evidence, bases_missing
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import NONE, UNSURE, VALID


def over(rows: Rows, demand: Demand) -> Outcomes:
    return any_of(_assessed(rows, demand), _incumbent(rows, demand))


def _assessed(rows: Rows, demand: Demand) -> Outcomes:
    basis = rows.assessed
    unsure = basis == UNSURE
    over_by_then = rows.valid_until < demand.start
    return all_of(failing(~unsure & ((basis != VALID) | over_by_then)), unknown(unsure))


def _incumbent(rows: Rows, demand: Demand) -> Outcomes:
    basis = rows.incumbent
    gone = failing((basis == NONE) | (rows.ends_on < demand.start))
    return all_of(gone, unknown(basis == UNSURE))


def _required(demand: Demand) -> str:
    return f"valid today and on the start date, {demand.start_by}"


def _held(person: Person, _: Demand) -> str:
    row, facts = person.row, person.facts
    parts = []
    if facts.assessment is not None:
        until = date_of(int(row.valid_until[0]))
        parts.append("validity not stated" if until is None else f"assessment valid until {until}")
    if facts.incumbency is not None:
        last = facts.incumbency.ends_on
        parts.append("in post, no end known" if last is None else f"in post until {last}")
    return "; ".join(parts) or "no membership"


def _evidence(person: Person, _: Demand) -> tuple[str, ...]:
    return bases_evidence(person)


H3 = Rule("H3", over, _required, _held, _evidence, bases_missing)
