"""Organisations as data; the built-in one has real stations, profiles, grades and states."""

from producers.reference.events import cycles, reference_events
from producers.reference.organisation import Organisation
from producers.reference.reading import BUILT_IN, built_in, read_organisation
from producers.reference.tables import Profile, Station, rows

__all__ = [
    "BUILT_IN",
    "Organisation",
    "Profile",
    "Station",
    "built_in",
    "cycles",
    "read_organisation",
    "reference_events",
    "rows",
]
