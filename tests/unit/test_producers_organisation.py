"""An organisation is read from a directory; what could not be published is refused by file."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.__main__ import main
from producers.errors import SettingsWrong
from producers.reference import built_in, read_organisation

BUILT_IN = Path(__file__).parents[2] / "producers" / "reference"
SECOND = Path(__file__).parents[1] / "data" / "second-organisation"

Change = Callable[[str, str, str], None]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SECOND, tmp_path / "organisation"))


@pytest.fixture
def change(directory: Path) -> Change:
    def changed(name: str, old: str, new: str) -> None:
        text = (directory / name).read_text()
        assert old in text
        (directory / name).write_text(text.replace(old, new))

    return changed


def test_the_built_in_one_is_read_as_any_other() -> None:
    assert read_organisation(BUILT_IN) == built_in()


def test_the_grade_below_is_inside_the_same_ladder_and_the_lowest_has_none() -> None:
    lower = read_organisation(SECOND).lower_grade
    assert lower["X-6"] == "X-5"
    assert lower["N-2"] == "N-1"
    assert not {"X-1", "N-1"} & lower.keys()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("profiles.csv", "X-6", "X-9", "grades.csv has no X-9"),
        ("profiles.csv", "SYSTEMS_THINKING", "LUCK", "'LUCK' is none of"),
        ("profiles.csv", "2021-03-01", "lately", "lately"),
        ("grades.csv", "X-6,EXPEDITION,6", "X-6,EXPEDITION,six", "six"),
        ("duty_stations.csv", "KEN,SYN02", "XYZ,SYN02", "states.csv has no XYZ"),
        ("duty_stations.csv", ",E,", ",Z,", "'Z' is none of"),
        ("nationalities.csv", "FJI", "XYZ", "states.csv has no XYZ"),
        ("states.csv", ",yes,yes,", ",yes,perhaps,", "'perhaps' is none of"),
        ("competencies.csv", ",X-6,", ",X-7,", "competencies.csv has no column X-6"),
        ("rotation_cycles.csv", "WATER|", "FIRE|", "profiles.csv has no FIRE"),
        ("rule_set.toml", "X-6 = {", "X-7 = {", "rule_set.toml has no grade X-6"),
        ("rule_set.toml", "ranked_max ", "ranked_most ", "ranked_most"),
        ("organisation.toml", "INTERNAL = 35", "INSIDE = 35", "INSIDE: none of"),
        ("organisation.toml", "SHINES = 20", 'SHINES = "often"', "whole numbers"),
        ("organisation.toml", "internal_percent = 5", "internal_percent = 0.5", "no int"),
        ("organisation.toml", "[[notices.tiers]]", "[[notices.orders]]", "notices.orders"),
        ("organisation.toml", "genders = [", "sexes = [", "sexes"),
        ("organisation.toml", "programme", "program", "people.program"),
        ("organisation.toml", "facts_from = 2021", 'facts_from = "then" #', "no date"),
    ],
)
def test_a_mistake_is_told_with_its_file(
    directory: Path, change: Change, name: str, old: str, new: str, told: str
) -> None:
    change(name, old, new)
    with pytest.raises(SettingsWrong, match=told) as caught:
        read_organisation(directory)
    assert str(directory) in caught.value.where


def test_a_file_that_is_missing_is_named(directory: Path) -> None:
    (directory / "states.csv").unlink()
    with pytest.raises(SettingsWrong, match=r"states\.csv"):
        read_organisation(directory)


def test_a_table_that_is_missing_is_named(directory: Path) -> None:
    (directory / "organisation.toml").write_text('name = "nobody"')
    with pytest.raises(SettingsWrong, match=r"no table \[people\]"):
        read_organisation(directory)


def test_what_could_not_be_published_is_refused_before_it_is(
    directory: Path, change: Change
) -> None:
    change("states.csv", "MONSOON-COAST", "MONSOON COAST")
    with pytest.raises(SettingsWrong, match="expected a code"):
        read_organisation(directory)


def generated(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(main, ["generate", "--as-of", "2026-01-22", *arguments])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_command_generates_the_history_of_the_organisation_it_is_given() -> None:
    size = ("--candidates", "20", "--vacancies", "5")
    groups = {profile.job_group for profile in read_organisation(SECOND).profiles}
    found = generated(*size, "--organisation", str(SECOND))
    assert {line["job_group"] for line in found if "job_group" in line} <= groups
    assert generated(*size) == generated(*size, "--organisation", str(BUILT_IN)) != found


def test_without_people_and_vacancies_the_command_writes_the_reference_events_alone() -> None:
    found = generated("--candidates", "0", "--vacancies", "0", "--organisation", str(SECOND))
    assert {line["type"] for line in found} == {
        "RuleSetPublished",
        "MemberStateListPublished",
        "ProfilePublished",
        "CompetencyProfilePublished",
        "DutyStationClassified",
        "RotationCyclePublished",
    }


def test_the_command_names_the_file_that_is_wrong(directory: Path, change: Change) -> None:
    change("profiles.csv", "X-6", "X-9")
    done = CliRunner().invoke(main, ["generate", "--organisation", str(directory)])
    assert done.exit_code == 1
    assert "profiles.csv" in done.output
