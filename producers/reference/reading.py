"""Reads an organisation from the files of a directory, and refuses what could not be published."""

import csv
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from producers.errors import SettingsWrong
from producers.reference import tables
from producers.reference.events import reference_events
from producers.reference.manner import manner_of
from producers.reference.organisation import Organisation
from producers.reference.policies import exercise_policy, leadership_policy
from producers.reference.tables import Row
from producers.rule_sets import WrongRuleSet, read_rule_set
from schemas.shape import problems

BUILT_IN = resources.files("producers.reference")
"""Where the files of the project's own set are."""
COMPARE = "compare with the files in producers/reference"
Read = TypeVar("Read")


@cache
def built_in() -> Organisation:
    """The project's own small set."""
    return _read(BUILT_IN)


def read_organisation(directory: Path) -> Organisation:
    """The organisation whose files are in a directory, each as README.md explains it.

    Raises SettingsWrong, which names the file.
    """
    return _read(directory)


def _read(directory: Traversable) -> Organisation:
    def table(name: str, read: Callable[[Row], Read]) -> tuple[Read, ...]:
        return _told(directory, name, lambda: tuple(map(read, tables.rows(directory, name))))

    def text(name: str) -> str:
        return directory.joinpath(name).read_text(encoding="utf-8")

    def optional(name: str, read: Callable[[str], Read]) -> Read | None:
        there = directory.joinpath(name).is_file()
        return _told(directory, name, lambda: read(text(name))) if there else None

    found = Organisation(
        manner=_told(
            directory,
            "organisation.toml",
            lambda: manner_of(tomllib.loads(text("organisation.toml"))),
        ),
        rule_set=_told(directory, "rule_set.toml", lambda: read_rule_set(text("rule_set.toml"))),
        profiles=table("profiles.csv", tables.profile_of),
        grades=table("grades.csv", tables.grade_of),
        duty_stations=table("duty_stations.csv", tables.station_of),
        states=table("states.csv", tables.state_of),
        nationalities=table("nationalities.csv", tables.nationality_of),
        competencies=table("competencies.csv", tables.competency_of),
        cycles=table("rotation_cycles.csv", dict),
        exercise_policy=optional("exercise_policy.toml", exercise_policy),
        leadership_policy=optional("leadership_policy.toml", leadership_policy),
    )
    for name, what in _disagreements(found):
        raise SettingsWrong(str(directory.joinpath(name)), what, "name it in both, or in neither")
    for event in reference_events(found, found.manner.facts_from):
        for problem in problems(event):
            raise SettingsWrong(f"{directory}, {event.event_id}", str(problem), "correct the value")
    return found


def _told(directory: Traversable, name: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except (OSError, UnicodeDecodeError, csv.Error, WrongRuleSet) as error:
        what = str(error)
    except KeyError as error:
        what = f"there is no {error}"
    except (TypeError, ValueError, AttributeError) as error:
        what = f"a value is wrong: {error}"
    raise SettingsWrong(str(directory.joinpath(name)), what, COMPARE)


def _disagreements(found: Organisation) -> Iterator[tuple[str, str]]:
    """What one file names and another does not know."""
    states, groups = found.regions, {profile.job_group for profile in found.profiles}
    ladder, rated = {each.grade for each in found.grades}, found.rule_set.grades
    for profile in found.profiles:
        if profile.grade not in ladder:
            yield "profiles.csv", f"grades.csv has no {profile.grade}"
        if profile.grade not in {standing.grade for standing in rated}:
            yield "profiles.csv", f"rule_set.toml has no grade {profile.grade}"
        if any(profile.grade not in each.levels for each in found.competencies):
            yield "profiles.csv", f"competencies.csv has no column {profile.grade}"
    for name, countries in (
        ("duty_stations.csv", [each.key.country for each in found.duty_stations]),
        ("nationalities.csv", [each.iso3 for each in found.nationalities]),
    ):
        if unknown := sorted(set(countries) - states.keys()):
            yield name, f"states.csv has no {', '.join(unknown)}"
    for row in found.cycles:
        if unknown := sorted(set(row["job_groups"].split("|")) - groups):
            yield "rotation_cycles.csv", f"profiles.csv has no {', '.join(unknown)}"
    if found.leadership_policy is not None:
        mapped = {entry.competency for entry in found.leadership_policy.themes}
        if unknown := sorted(mapped - {each.code for each in found.competencies}):
            yield "leadership_policy.toml", f"competencies.csv has no {', '.join(unknown)}"
    for name in ("profiles", "duty_stations", "nationalities"):
        if not getattr(found, name):
            yield f"{name}.csv", "it has no rows"
