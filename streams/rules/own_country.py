"""H6: not in the person's own country on an international post."""

from schemas.events import Staffing
from streams.rules.nationality import (
    held_nationalities,
    missing_grade,
    missing_nationality,
    nationality_evidence,
)
from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, looked_up
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    return looked_up(demand.answers.own_country, rows.nationality)


def abroad(countries: tuple[str, ...], staffing: Staffing | None, country: str) -> int:
    """The answer for a set of nationalities at a post in a country."""
    if staffing is not None and staffing != "INTERNATIONAL":
        return int(PASS)
    if staffing is None or not countries:
        return int(UNKNOWN)
    return int(FAIL if country in countries else PASS)


def _required(demand: Demand) -> str:
    if demand.staffing in (None, "INTERNATIONAL"):
        return f"not a national of {demand.terms.duty_station.country}, on an international post"
    return f"any nationality: grade {demand.grade} is no international one"


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    return (*missing_nationality(person, demand), *missing_grade(demand))


H6 = Rule("H6", over, _required, held_nationalities, nationality_evidence, _missing)
