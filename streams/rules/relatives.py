"""H13: no close relative among the organisation's staff; who declared nothing is not confirmed."""

from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, looked_up
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    return looked_up(demand.answers.relatives, rows.relatives)


def apart(declared: str) -> int:
    """The answer for what a person declared: other relatives are for people to look at."""
    return int({"NONE": PASS, "CLOSE": FAIL}.get(declared, UNKNOWN))


def _required(_: Demand) -> str:
    return "no close relative on the staff, and no other one unless people have looked at it"


@of_person
def _held(person: Person) -> str:
    declared = person.facts.relatives
    return "not declared" if declared is None else f"declared {declared.value}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    declared = person.facts.relatives
    return () if declared is None else (declared.event_id,)


def _missing(person: Person, _: Demand) -> tuple[str, ...]:
    if person.facts.relatives is None:
        return ("declaration of relatives",)
    return ("a decision about relatives on the staff",)


def _codes_held(person: Person) -> tuple[str, ...]:
    declared = person.facts.relatives
    return () if declared is None else (declared.value,)


H13 = Rule("H13", over, _required, _held, _evidence, _missing, codes_held=_codes_held)
