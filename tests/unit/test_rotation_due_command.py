"""`pathways rotation due`: who must move, and a catalogue that the exercise takes as it is."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.rotation.draft import PART_POSTS, catalogue_events
from producers.json_lines import read_lines
from schemas.events import (
    CatalogueFrozen,
    Event,
    IncumbentPostAbolished,
    PostPublished,
    VacancyOpened,
)
from tests.unit import exercise_world as world
from tests.unit.written_history import Decided, WrittenHistory, write

STARTED = date(2024, 9, 1)
DUE_SOON, DUE_LATE = date(2027, 9, 1), date(2029, 1, 1)


def published(post_id: str, title: str) -> PostPublished:
    return PostPublished(
        event_id=f"post-{post_id}",
        **world.at(STARTED),
        post_id=post_id,
        title=title,
        job_group="COM",
        grade="P-5",
        duty_station=world.NAIROBI,
        rotational=True,
        effective_from=STARTED,
        standard_assignment_months=24,
    )


def vacancy(post_id: str, opened_on: date) -> VacancyOpened:
    return VacancyOpened(
        event_id=f"opened-{post_id}",
        **world.at(opened_on),
        vacancy_id=f"v-{post_id}",
        job_group="COM",
        grade="P-5",
        post_id=post_id,
        title="Head of mission",
        duty_station=world.NAIROBI,
        reason="NEW_POST",
        rotational=True,
        opened_on=opened_on,
        start_by=date(2027, 10, 1),
        appointment_types=("FT",),
    )


def abolished(who: str, post_id: str, on: date) -> IncumbentPostAbolished:
    return IncumbentPostAbolished(
        event_id=f"ends-{post_id}",
        **world.at(world.IN_WINDOW),
        candidate_id=who,
        assignment_id=f"as-{who}-{post_id}",
        post_id=post_id,
        abolished_on=on,
    )


FACTS: tuple[Event, ...] = (
    world.station(world.NAIROBI, "B", family_status="FAMILY"),
    *world.BASICS,
    published("due", "Head of due"),
    world.in_post("c-due", "due", STARTED, DUE_SOON),
    world.in_post("c-late", "late", STARTED, DUE_LATE),
    world.in_post("c-far", "far", STARTED, DUE_SOON, place=world.KABUL),
    world.in_post("c-ends", "ends", STARTED, DUE_LATE),
    abolished("c-ends", "ends", date(2027, 6, 1)),
    world.started(world.IN_WINDOW),
    vacancy("open", world.IN_WINDOW),
)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Decided, WrittenHistory]:
    made = Decided()
    made.publish(FACTS)
    made.settle()
    folder = tmp_path_factory.mktemp("due") / "history"
    write(folder, made.logs)
    return made, WrittenHistory(folder)


def run(history: WrittenHistory, *asked: str) -> Result:
    return CliRunner().invoke(main, ["rotation", *asked, *history.options])


def due(history: WrittenHistory) -> Any:
    result = run(history, "due", world.CYCLE, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_whoever_tour_or_post_ends_before_the_next_exercise_is_due(
    decided: tuple[Decided, WrittenHistory],
) -> None:
    found = due(decided[1])
    assert [it["candidate_id"] for it in found["people"]] == ["c-due", "c-ends", "c-far"]
    assert {it["post_id"]: it["due_on"] for it in found["people"]}["due"] == str(DUE_SOON)


def test_posts_are_those_of_people_due_and_vacancies_of_the_window_and_others_say_why_not(
    decided: tuple[Decided, WrittenHistory],
) -> None:
    found = due(decided[1])
    posts = {it["post_id"]: it for it in found["posts"]}
    assert sorted(posts) == ["due", "open"]
    assert posts["due"]["incumbent_id"] == "c-due"
    assert posts["due"]["title"] == "Head of due"
    assert posts["due"]["available_on"] == str(DUE_SOON)
    assert posts["due"]["standard_assignment_months"] == 24
    assert (posts["open"]["vacancy_id"], posts["open"]["appointment_types"]) == ("v-open", ["FT"])
    why = {it["post_id"]: it["why"] for it in found["left_out"]}
    assert sorted(why) == ["ends", "far"]
    assert "is not classified" in why["far"]
    assert "it ends on 2027-06-01" in why["ends"]


def test_the_catalogue_that_is_written_is_taken_by_the_exercise_as_it_is(
    decided: tuple[Decided, WrittenHistory], tmp_path: Path
) -> None:
    made, history = decided
    file = tmp_path / "catalogue.jsonl"
    result = run(history, "due", world.CYCLE, "--catalogue", str(file))
    assert result.exit_code == 0, result.output
    assert "2 posts are in" in result.output
    with file.open("rb") as source:
        events = [line.event for line in read_lines(source)]  # type: ignore[union-attr]
    assert [type(it) for it in events] == [CatalogueFrozen]
    made.publish(events)
    made.settle()
    write(tmp_path / "after", made.logs)
    after = WrittenHistory(tmp_path / "after")
    shown = json.loads(run(after, "show", world.CYCLE, "--json").stdout)
    assert shown["posts"] == {"COM/P-5": 2}
    assert shown["remarks"] == []


def test_a_long_catalogue_comes_in_parts_and_each_post_in_one_of_them() -> None:
    posts = [world.post(f"p-{number:03}") for number in range(2 * PART_POSTS + 1)]
    events = list(catalogue_events(world.cycle(), posts, datetime(2027, 1, 1, tzinfo=UTC)))
    assert [(it.part, it.parts, len(it.posts)) for it in events] == [
        (1, 3, PART_POSTS),
        (2, 3, PART_POSTS),
        (3, 3, 1),
    ]
    assert [post for it in events for post in it.posts] == posts
    assert len({it.event_id for it in events}) == 3
    assert len({it.catalogue_id for it in events}) == 1


def test_where_nothing_is_due_no_catalogue_is_written(
    exercised: WrittenHistory, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.jsonl"
    result = run(exercised, "due", "COM-2025", "--catalogue", str(file))
    assert result.exit_code == 1
    assert "nothing to make a catalogue from" in " ".join(result.output.split())
    assert not file.exists()
