"""The tables of an organisation as frozen rows; README.md says what each file holds."""

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import TypeVar, cast, get_args

from schemas.events import (
    CompetencyKind,
    DutyStationKey,
    FamilyStatus,
    HardshipClass,
    LeadershipBehaviour,
)

Row = dict[str, str]
Code = TypeVar("Code", bound=str)


@dataclass(frozen=True, slots=True)
class Station:
    """A duty station; the same city code stands in several countries, so the key is both."""

    key: DutyStationKey
    name: str
    hardship_class: HardshipClass
    family_status: FamilyStatus | None
    """None: not known; never concluded from the hardship class."""
    rest_cycle_weeks: int | None
    working_languages: tuple[str, ...]
    weight: int
    """How many of the organisation's people are there, at least 1."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the Pool holds people for."""

    job_group: str
    grade: str
    title: str
    weight: int
    effective_from: date
    behaviours: tuple[LeadershipBehaviour, ...]


@dataclass(frozen=True, slots=True)
class Competency:
    """A value or competency, and the level expected of it by grade."""

    code: str
    kind: CompetencyKind
    levels: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class State:
    """A country whose nationality people can have."""

    iso3: str
    region: str
    member: bool
    non_represented: bool


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


def rows(directory: Traversable, name: str) -> list[Row]:
    """The rows of one of an organisation's files."""
    text = directory.joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def station_of(row: Row) -> Station:
    return Station(
        DutyStationKey(country=row["country"], city_code=row["city_code"]),
        row["name"],
        cast(HardshipClass, _one_of(get_args(HardshipClass), row["hardship_class"])),
        cast(FamilyStatus, _one_of(get_args(FamilyStatus), row["family_status"]))
        if row["family_status"]
        else None,
        int(row["rest_cycle_weeks"]) if row["rest_cycle_weeks"] else None,
        tuple(row["working_languages"].split("|")),
        int(row["staff"] or 1),
    )


def profile_of(row: Row) -> Profile:
    known = get_args(LeadershipBehaviour)
    behaviours = [_one_of(known, each) for each in row["behaviours"].split("|")]
    return Profile(
        row["job_group"],
        row["grade"],
        row["title"],
        int(row["weight"]),
        date.fromisoformat(row["effective_from"]),
        cast("tuple[LeadershipBehaviour, ...]", tuple(behaviours)),
    )


def competency_of(row: Row) -> Competency:
    """Every column that is not about the competency itself is a grade."""
    about = ("code", "kind", "source", "level_source")
    levels = {
        grade: int(level) if level else None for grade, level in row.items() if grade not in about
    }
    kind = _one_of(get_args(CompetencyKind), row["kind"])
    return Competency(row["code"], cast(CompetencyKind, kind), levels)


def state_of(row: Row) -> State:
    member, non_represented = (
        _one_of(("yes", "no"), row[name]) == "yes" for name in ("member_state", "non_represented")
    )
    return State(row["iso3"], row["region"], member, non_represented)


def grade_of(row: Row) -> Grade:
    return Grade(row["grade"], row["category"], int(row["order"]), row["name"])


def nationality_of(row: Row) -> Nationality:
    return Nationality(row["iso3"], row["name"], int(row["weight"]))


def _one_of(known: tuple[Code, ...], code: str) -> str:
    if code not in known:
        raise ValueError(f"{code!r} is none of {', '.join(known)}")
    return code
