"""The project's own small set of real stations, profiles, grades, nationalities and a policy."""

from producers.reference.events import cycles, reference_events
from producers.reference.tables import (
    DUTY_STATIONS,
    GRADES,
    NATIONALITIES,
    PROFILES,
    Grade,
    Nationality,
    Profile,
    Station,
    station,
)

__all__ = [
    "DUTY_STATIONS",
    "GRADES",
    "NATIONALITIES",
    "PROFILES",
    "Grade",
    "Nationality",
    "Profile",
    "Station",
    "cycles",
    "reference_events",
    "station",
]
