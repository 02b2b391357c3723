"""H5: a nationality that fits the grade: of a Member State, or of the country of a national post.

What fits is policy: which grades are filled internationally and which nationally, and the list of
Member States in effect.
"""

from collections.abc import Collection

from schemas.events import Staffing
from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, looked_up
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule


def over(rows: Rows, demand: Demand) -> Outcomes:
    return looked_up(demand.answers.nationals, rows.nationality)


def fits(
    countries: tuple[str, ...],
    staffing: Staffing | None,
    members: Collection[str] | None,
    country: str,
) -> int:
    """The answer for a set of nationalities; `members`: None where no list is in effect."""
    if staffing == "OTHER":
        return int(PASS)
    fitting = members if staffing == "INTERNATIONAL" else (country,)
    if staffing is None or fitting is None or not countries:
        return int(UNKNOWN)
    return int(PASS if any(one in fitting for one in countries) else FAIL)


def _required(demand: Demand) -> str:
    match demand.staffing:
        case "INTERNATIONAL":
            return "a nationality of a Member State"
        case "NATIONAL":
            return f"the nationality of {demand.terms.duty_station.country}"
        case "OTHER":
            return f"any nationality at grade {demand.grade}"
    return f"a nationality that fits grade {demand.grade}"


@of_person
def held_nationalities(person: Person) -> str:
    fact = person.facts.nationalities
    return "no nationality stated" if fact is None else ", ".join(fact.countries) or "none"


@of_person
def nationality_evidence(person: Person) -> tuple[str, ...]:
    fact = person.facts.nationalities
    return () if fact is None else (fact.event_id,)


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    listed = demand.member_states if demand.staffing == "INTERNATIONAL" else None
    edition = () if listed is None else (listed.event_id,)
    return nationality_evidence(person, demand) + edition


def missing_nationality(person: Person, _: Demand) -> tuple[str, ...]:
    fact = person.facts.nationalities
    return () if fact is not None and fact.countries else ("nationality",)


def missing_grade(demand: Demand) -> tuple[str, ...]:
    return () if demand.staffing else (f"standing of grade {demand.grade} in the rule set",)


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    unlisted = demand.staffing == "INTERNATIONAL" and demand.member_states is None
    editions = ("a list of Member States in effect",) if unlisted else ()
    return (*missing_nationality(person, demand), *missing_grade(demand), *editions)


H5 = Rule("H5", over, _required, held_nationalities, _evidence, _missing)
