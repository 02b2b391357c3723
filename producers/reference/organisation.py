"""An organisation: its profiles, grades, stations, states and policy, and how its people are."""

from dataclasses import dataclass
from functools import cached_property

from producers.reference.manner import Manner
from producers.reference.tables import (
    Competency,
    Grade,
    Nationality,
    Profile,
    Row,
    State,
    Station,
)
from schemas.events import (
    ExercisePolicyPublished,
    LeadershipPolicyPublished,
    RuleSetPublished,
)


@dataclass(frozen=True)
class Organisation:
    """All that tells one organisation from another; no code knows any of it."""

    manner: Manner
    rule_set: RuleSetPublished
    """Its policy."""
    profiles: tuple[Profile, ...]
    grades: tuple[Grade, ...]
    duty_stations: tuple[Station, ...]
    states: tuple[State, ...]
    nationalities: tuple[Nationality, ...]
    competencies: tuple[Competency, ...]
    cycles: tuple[Row, ...]
    """A template of rotation cycles, in days from the day of a story."""
    exercise_policy: ExercisePolicyPublished | None = None
    """None: no rotation exercise is run."""
    leadership_policy: LeadershipPolicyPublished | None = None
    """None: no seats are proposed."""

    @cached_property
    def regions(self) -> dict[str, str]:
        """The region of each country."""
        return {state.iso3: state.region for state in self.states}

    @cached_property
    def lower_grade(self) -> dict[str, str]:
        """The grade below each, inside its category; the lowest is not there."""
        places = {(each.category, each.order): each.grade for each in self.grades}
        below = {each.grade: places.get((each.category, each.order - 1)) for each in self.grades}
        return {grade: lower for grade, lower in below.items() if lower is not None}

    def station(self, country: str, name: str) -> Station:
        """The station of this exact name in a country (ISO 3166-1 alpha-3).

        Raises LookupError where there is none, or several.
        """
        wanted = country, name
        found = [each for each in self.duty_stations if (each.key.country, each.name) == wanted]
        if len(found) != 1:
            raise LookupError(f"{len(found)} duty stations called {name!r} in {country}")
        return found[0]
