"""CSV and other organisations' exports by command: what is written, reported and refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
EXPORT = ROOT / "tests" / "data" / "talentmap"
LISTS = ROOT / "tests" / "data" / "ceb"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_example_of_the_guide_makes_three_events_of_two_rows() -> None:
    mapping = EXAMPLES / "applications.toml"
    done = run(
        "publish", EXAMPLES / "applications.csv", "--mapping", mapping, "--dry-run", "--json"
    )
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["lines"], report["good"], report["rejected"]) == (2, 3, 0)


def test_a_bad_row_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "applications.csv"
    text = (EXAMPLES / "applications.csv").read_text()
    file.write_text(text.replace("14.03.2026 10:02", "yesterday").replace(";C1", ";fluent"))
    done = run("publish", file, "--mapping", EXAMPLES / "applications.toml", "--dry-run")
    assert done.exit_code == 1
    assert "line 2 rejected: column French (levels): " in done.stdout
    assert (
        "line 3 rejected: column Received (occurred_at): 'yesterday' is not a date" in done.stdout
    )
    assert "2 lines: 1 good, 2 rejected. Dry run." in done.stdout


def test_a_wrong_mapping_or_header_ends_the_command_with_what_to_do(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("encodng = 'x'\n")
    done = run("publish", EXAMPLES / "applications.csv", "--mapping", mapping, "--dry-run")
    assert done.exit_code == 1
    assert "'encodng' means nothing here; use delimiter" in done.output
    other = tmp_path / "other.csv"
    other.write_text("Application;Person\n")
    done = run("publish", other, "--mapping", EXAMPLES / "applications.toml", "--dry-run")
    assert done.exit_code == 1
    assert "no columns are called 'French'; correct the mapping" in done.output


def test_every_opening_that_is_left_out_has_a_line_of_its_own() -> None:
    done = run("import", "talentmap", EXPORT, "--dry-run")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len([line for line in lines if "record of its position" in line]) == 50
    assert len([line for line in lines if "rejected: cycle.xml" in line]) == 6
    assert lines[-1] == "45 events good, 56 records left out. Dry run."


def test_what_is_written_can_be_published_as_it_is(tmp_path: Path) -> None:
    events, report = tmp_path / "events.jsonl", tmp_path / "report.json"
    done = run("import", "talentmap", EXPORT, "--write", events, "--report", report)
    assert done.exit_code == 1
    assert json.loads(report.read_text())["good"] == 45
    again = run("publish", events, "--dry-run")
    assert again.exit_code == 0, again.output
    assert "45 lines: 45 good, 0 rejected" in again.stdout
    refused = run("import", "talentmap", EXPORT, "--write", events, "--dry-run")
    assert refused.exit_code == 2


def test_the_lists_of_the_un_system_are_written_with_their_classes(tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    done = run("import", "ceb", LISTS, "--classes", LISTS / "hardship.csv", "--write", events)
    assert done.exit_code == 1
    places = [json.loads(line) for line in events.read_text().splitlines()]
    assert {place["type"] for place in places} == {"DutyStationClassified"}
    kyiv = next(place for place in places if place["name"] == "Kyiv")
    assert (kyiv["duty_station"]["country"], kyiv["hardship_class"]) == ("UKR", "D")
    assert f"{len(places)} events written" in done.stdout


@pytest.mark.parametrize("source", ["talentmap", "ceb"])
def test_a_folder_without_the_files_or_wrong_settings_end_the_command(
    tmp_path: Path, source: str
) -> None:
    done = run("import", source, tmp_path, "--dry-run")
    assert done.exit_code == 1
    assert "No such file" in done.output
    settings = tmp_path / "settings.toml"
    settings.write_text('source = "x"\n')
    done = run("import", source, tmp_path, "--settings", settings, "--dry-run")
    assert done.exit_code == 1
    assert "missing or unknown" in done.output
