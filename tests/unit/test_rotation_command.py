"""`pathways rotation` over a history: what it shows, compares, and says to who asks wrongly."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from schemas.events import DayStarted, Event, PreferencesRanked
from schemas.text import to_json
from streams.history.exercise.slates import slates_of
from tests.unit.exercised_history import COM, CYCLE, POSTS, facts, preferences, takers
from tests.unit.written_history import WrittenHistory


def run(history: WrittenHistory, *asked: str) -> Result:
    return CliRunner().invoke(main, ["rotation", *asked, *history.options])


def document(history: WrittenHistory, *asked: str) -> Any:
    result = run(history, *asked, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def words(result: Result) -> str:
    return " ".join(result.output.split())


def written(folder: Path, *events: Event) -> str:
    file = folder / "events.jsonl"
    file.write_text("".join(f"{json.dumps(to_json(event))}\n" for event in events))
    return str(file)


def test_an_exercise_is_shown_as_it_stands(exercised: WrittenHistory) -> None:
    shown = document(exercised, "show", CYCLE)
    last = slates_of(exercised.logs, CYCLE)[-1]
    assert sum(shown["posts"].values()) == len(POSTS)
    assert (shown["window"], shown["rankings"], shown["rankings_locked"]) == ("closed", 1, 1)
    assert (shown["slate"]["slate_id"], shown["slate"]["placed"]) == (
        last.slate_id,
        len(last.placements),
    )
    assert shown["settled"]["actor_role"] == "hr-director"
    said = words(run(exercised, "show", CYCLE))
    assert f"signed by hr-director: {shown['settled']['placed']} placed" in said


def test_whoever_was_erased_since_takes_no_part(exercised: WrittenHistory) -> None:
    ranked = {it.candidate_id for it in facts() if isinstance(it, PreferencesRanked)}
    assert document(exercised, "show", CYCLE)["ranked"] == len(ranked) - 1


def test_a_cycle_that_nobody_knows_is_told_beside_those_there_are(
    exercised: WrittenHistory,
) -> None:
    for asked in (["show", "x"], ["due", "x"]):
        result = run(exercised, *asked)
        assert result.exit_code == 1
        assert CYCLE in result.output
    result = run(exercised, "slate", "x", "--show")
    assert (result.exit_code, CYCLE in result.output) == (1, True)


def test_the_last_slate_is_shown_or_the_one_that_is_named(exercised: WrittenHistory) -> None:
    by_number = {(it.run, it.revision): it for it in slates_of(exercised.logs, CYCLE)}
    shown = document(exercised, "slate", CYCLE, "--show")
    assert shown == to_json(by_number[2, 1])
    assert document(exercised, "slate", CYCLE, "--show", "--run", "1") == to_json(by_number[1, 2])
    first = document(exercised, "slate", CYCLE, "--show", "--run", "1", "--revision", "1")
    assert first == to_json(by_number[1, 1])
    assert run(exercised, "slate", CYCLE, "--show", "--run", "3").exit_code == 1


def test_a_page_names_everybody_placed_and_left_over_with_the_reason(
    exercised: WrittenHistory,
) -> None:
    slate = slates_of(exercised.logs, CYCLE)[-1]
    page = words(run(exercised, "slate", CYCLE, "--show"))
    assert all(it.candidate_id in page for it in slate.placements)
    assert all(it.candidate_id in page for it in slate.unplaced)
    assert all(it.post_id in page for it in slate.unfilled)
    assert slate.recommendation in page


def test_two_slates_of_the_log_are_compared(exercised: WrittenHistory) -> None:
    found = document(exercised, "compare", CYCLE, "--run", "1.1", "--with", "1")
    assert (found["before"]["revision"], found["after"]["revision"]) == (1, 2)
    assert found["emptied"] == ["post-a"]
    assert [it["to_post"] for it in found["moved"]] == [None]
    page = words(run(exercised, "compare", CYCLE, "--run", "1.1", "--with", "1"))
    assert "Empty now: post-a." in page
    assert "Blocking pairs that this makes" in page


def test_a_run_is_done_otherwise_with_other_wishes_and_nothing_is_written(
    exercised: WrittenHistory, tmp_path: Path
) -> None:
    last = slates_of(exercised.logs, CYCLE)[-1]
    who = next(it.candidate_id for it in last.placements if it.post_id == "post-a")
    file = written(tmp_path, preferences(who, "post-d"))
    found = document(exercised, "compare", CYCLE, "--events", file, "--processes", "1")
    assert [it["to_post"] for it in found["moved"] if it["candidate_id"] == who] == ["post-d"]
    assert slates_of(exercised.logs, CYCLE)[-1] == last


def test_files_that_cannot_be_laid_over_a_run_are_told_with_what_to_do(
    exercised: WrittenHistory, tmp_path: Path
) -> None:
    wish = preferences(takers(facts(), COM)[0], "post-d")
    policy = tmp_path / "policy.toml"
    policy.write_text(
        'policy_id = "p"\nversion = 1\neffective_from = 2020-01-01\nchoices_max = 3\n'
    )
    wrong = {
        ("--events", written(tmp_path, replace(wish, cycle_id="other"))): "not of COM-2025",
        ("--policy", str(policy)): "choices_max has no source",
    }
    for asked, said in wrong.items():
        result = run(exercised, "compare", CYCLE, *asked, "--processes", "1")
        assert result.exit_code == 1, result.output
        assert said in words(result)
    day = next(it for it in facts() if isinstance(it, DayStarted))
    result = run(exercised, "compare", CYCLE, "--events", written(tmp_path, day))
    assert "DayStarted" in result.output
    assert "only PreferencesRanked and HirerRankingSubmitted can" in words(result)


@pytest.mark.parametrize(
    "asked",
    [
        ["compare", CYCLE],
        ["compare", CYCLE, "--with", "1"],
        ["compare", CYCLE, "--run", "1", "--with", "2", "--method", "global"],
        ["compare", CYCLE, "--run", "1.2", "--method", "global"],
        ["compare", CYCLE, "--run", "one", "--with", "2"],
        ["slate", CYCLE],
        ["slate", CYCLE, "--run", "1", "--as", "hr-partner"],
        ["slate", CYCLE, "--show", "--revision", "1"],
        ["slate", CYCLE, "--as", "hr-partner"],
        ["edit", CYCLE, "post-a", "--as", "hr-partner", "--reason", "x"],
        ["edit", CYCLE, "post-a", "c-1", "--nobody", "--as", "hr-partner", "--reason", "x"],
        ["edit", CYCLE, "post-a", "--nobody", "--lock", "--as", "hr-partner", "--reason", "x"],
        ["edit", CYCLE, "post-a", "--nobody", "--as", "hr-partner", "--reason", "x"],
        ["publish", CYCLE, "--as", "hr-director"],
    ],
)
def test_wrong_use_is_told_before_anything_is_read_or_published(
    exercised: WrittenHistory, asked: list[str]
) -> None:
    """The last two, and the slate asked for, would write to what is a snapshot."""
    assert run(exercised, *asked).exit_code == 2
