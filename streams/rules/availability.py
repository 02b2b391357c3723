"""H10: free by the start date, and not on hold, on the day or on the start date.

The notice runs from the day the person is free from; where that day has passed, from today, as
nobody can give notice in the past. Who never said when they are free cannot be confirmed.
"""

import numpy as np

from streams.rules.days import NO_DAY
from streams.rules.outcomes import Outcomes, all_of, failing, unknown
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows, on_hold
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    said = rows.available_from != NO_DAY
    free_on = np.maximum(rows.available_from, np.int32(demand.day)) + rows.notice_days
    late = said & (free_on > demand.start)
    held = rows.held | on_hold(rows, demand.start)
    return all_of(failing(late | held), unknown(~said))


def _required(demand: Demand) -> str:
    return f"free by {demand.start_by}, notice included; not on hold today or on that date"


@of_person
def _held(person: Person) -> str:
    facts = person.facts
    parts = ["availability never confirmed"]
    if facts.availability is not None:
        said = facts.availability
        parts = [f"free from {said.available_from}, {said.notice_days} days' notice"]
    parts += [
        f"on hold from {hold.held_from} {_until(hold.held_until)}" for hold in facts.holds[:3]
    ]
    return "; ".join(parts)


def _until(last: object) -> str:
    return "until released" if last is None else f"until {last}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    facts = person.facts
    said = () if facts.availability is None else (facts.availability.event_id,)
    return said + tuple(hold.event_id for hold in facts.holds[:3])


def _missing(_: Person, __: Demand) -> tuple[str, ...]:
    return ("confirmed availability",)


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In days from the start to the first free one; a hold is not missed by days."""
    row = person.row
    held = bool(row.held[0]) or bool(on_hold(row, demand.start)[0])
    if held or row.available_from[0] == NO_DAY:
        return None
    return max(int(row.available_from[0]), demand.day) + int(row.notice_days[0]) - demand.start


H10 = Rule("H10", over, _required, _held, _evidence, _missing, _shortfall)
