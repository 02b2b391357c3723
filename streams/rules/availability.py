"""H10: free by the start date, and not on hold, on the day or on the start date.

The notice runs from the day the person is free from; where that day has passed, from today, as
nobody can give notice in the past. Who never said when they are free cannot be confirmed.
"""

import numpy as np

from streams.rules.days import NO_DAY
from streams.rules.outcomes import Outcomes, all_of, failing, unknown
from streams.rules.person import Person
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


def _held(person: Person, _: Demand) -> str:
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


def _evidence(person: Person, _: Demand) -> tuple[str, ...]:
    facts = person.facts
    said = () if facts.availability is None else (facts.availability.event_id,)
    return said + tuple(hold.event_id for hold in facts.holds[:3])


def _missing(_: Person) -> tuple[str, ...]:
    return ("confirmed availability",)


H10 = Rule("H10", over, _required, _held, _evidence, _missing)
