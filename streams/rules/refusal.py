"""H12: the person has not refused such a place; what was not said refuses nothing."""

from collections.abc import Collection, Mapping

from schemas.events import DutyStationClassified, DutyStationKey
from streams.rules.outcomes import FAIL, PASS, UNKNOWN, Outcomes, all_of, looked_up
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule

_YES = 1


def over(rows: Rows, demand: Demand) -> Outcomes:
    answers = demand.answers
    harder = looked_up(answers.hardship, rows.max_hardship)
    alone = looked_up(answers.non_family, rows.non_family)
    return all_of(all_of(harder, alone), looked_up(answers.excluded, rows.excluded))


def too_hard(hardest: str, station: DutyStationClassified | None, order: Mapping[str, int]) -> int:
    """The answer for the hardest class that a person accepts; `order`: the easiest 0."""
    accepted = order.get(hardest)
    asked = None if station is None else order.get(station.hardship_class)
    if accepted is None or asked is None:
        return int(UNKNOWN)
    return int(FAIL if asked > accepted else PASS)


def without_family(accepted: int, station: DutyStationClassified | None) -> int:
    """The answer for who said whether non-family stations are accepted: 1 or 0."""
    status = None if station is None else station.family_status
    if accepted == _YES or status == "FAMILY":
        return int(PASS)
    return int(UNKNOWN if status is None else FAIL)


def unwanted(refused: Collection[DutyStationKey], station: DutyStationKey) -> int:
    """The answer for the duty stations that a person refuses."""
    return int(FAIL if station in refused else PASS)


def _required(demand: Demand) -> str:
    place = demand.terms.duty_station
    station = demand.station
    if station is None:
        return f"no refusal of {place.country} {place.city_code}, which is not classified"
    family = station.family_status or "family status not stated"
    return (
        f"no refusal of {place.country} {place.city_code}, of hardship class "
        f"{station.hardship_class} or of {family}"
    )


def _held(person: Person, demand: Demand) -> str:
    said = person.facts.preferences
    if said is None:
        return "no preferences declared"
    parts = []
    if said.max_hardship is not None:
        parts.append(f"accepts hardship up to {said.max_hardship}")
    if said.accepts_non_family is not None:
        parts.append(f"{'accepts' if said.accepts_non_family else 'refuses'} non-family stations")
    if demand.terms.duty_station in said.excluded_stations:
        parts.append("refuses this duty station")
    return "; ".join(parts) or "refuses nothing of this"


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    said, station = person.facts.preferences, demand.station
    facts = (
        () if said is None else (said.event_id,),
        () if station is None else (station.event_id,),
    )
    return facts[0] + facts[1]


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    said, station = person.facts.preferences, demand.station
    if station is None:
        return ("classification of the duty station",)
    missing = []
    if said is not None and said.max_hardship is not None:
        order = demand.rule_set.hardship_order
        classes = (station.hardship_class, said.max_hardship)
        missing += [
            f"place of class {name} in the rule set" for name in classes if name not in order
        ]
    if said is not None and said.accepts_non_family is False and station.family_status is None:
        missing.append("family status of the duty station")
    return tuple(missing)


H12 = Rule("H12", over, _required, _held, _evidence, _missing)
