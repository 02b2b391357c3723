"""The reference set's CSV files as frozen rows; README.md says where each comes from."""

import csv
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, cast

from schemas.events import DutyStationKey, FamilyStatus, HardshipClass


@dataclass(frozen=True, slots=True)
class Station:
    """A duty station; the same city code stands in several countries, so the key is both."""

    key: DutyStationKey
    name: str
    hardship_class: HardshipClass
    family_status: FamilyStatus | None
    """None: not known; never concluded from the hardship class."""
    rest_cycle_weeks: int | None
    weight: int
    """IOM staff there in 2019, at least 1."""
    effective_from: date


@dataclass(frozen=True, slots=True)
class Profile:
    """What the Pool holds people for."""

    job_group: str
    grade: str
    title: str
    weight: int
    effective_from: date


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and its place inside its category, the lowest first."""

    grade: str
    category: str
    order: int
    name: str


@dataclass(frozen=True, slots=True)
class Nationality:
    """A country whose nationals the generator makes up, with their weight."""

    iso3: str
    name: str
    weight: int


STATIONS_FROM = date(2020, 1, 1)
"""Assumed, earlier than the sources: histories of several years stand on the set."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the reference set's files."""
    file = resources.files("producers.reference").joinpath(name)
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def station(country: str, name: str) -> Station:
    """The station of this exact name in a country (ISO 3166-1 alpha-3).

    Raises LookupError where the set has none, or several.
    """
    found = [each for each in DUTY_STATIONS if (each.key.country, each.name) == (country, name)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} duty stations called {name!r} in {country}")
    return found[0]


def _station(row: dict[str, str]) -> Station:
    return Station(
        DutyStationKey(country=row["country"], city_code=row["city_code"]),
        row["name"],
        cast(HardshipClass, row["hardship_class"]),
        cast("FamilyStatus | None", row["family_status"] or None),
        int(row["rest_cycle_weeks"]) if row["rest_cycle_weeks"] else None,
        int(row["staff_2019"] or 1),
        STATIONS_FROM,
    )


def _profile(row: dict[str, str]) -> Profile:
    since = date.fromisoformat(row["effective_from"])
    return Profile(row["job_group"], row["grade"], row["title"], int(row["weight"]), since)


DUTY_STATIONS = tuple(_station(row) for row in rows("duty_stations.csv"))
PROFILES = tuple(_profile(row) for row in rows("profiles.csv"))
GRADES = tuple(
    Grade(row["grade"], row["category"], int(row["order"]), row["name"])
    for row in rows("grades.csv")
)
NATIONALITIES = tuple(
    Nationality(row["iso3"], row["name"], int(row["weight"])) for row in rows("nationalities.csv")
)
RULE_SET: dict[str, Any] = {row["setting"]: row["value"] for row in rows("rule_set.csv")}
CYCLES = tuple(rows("rotation_cycles.csv"))
