"""The generated exercise year: the same bytes anywhere, every event good, and all of it there."""

from collections import Counter
from datetime import date
from hashlib import sha256

import pytest
from click.testing import CliRunner

from deploy.__main__ import main
from producers.exercise_year import Year, decisions, exercise_history, known_before
from producers.exercise_year.catalogue import final_posts
from producers.exercise_year.openings import at_once, deferred
from producers.exercise_year.wishes import Wish, wishes
from producers.reference import built_in
from producers.scenario.person import person
from producers.written_lines import line_of
from schemas.events import (
    AssessmentCompleted,
    CatalogueFrozen,
    DayStarted,
    Event,
    PreferencesRanked,
    SeatAllocated,
    SlateSignedOff,
)
from schemas.shape import problems
from streams.rules.rotation import Opening, path_of

AS_OF = date(2025, 6, 1)
YEAR = Year(250, 7, AS_OF, built_in())
EVENTS = list(exercise_history(YEAR))


def test_the_bytes_are_those_of_every_other_machine() -> None:
    small = exercise_history(Year(60, 7, AS_OF, built_in()))
    found = sha256(b"".join(map(line_of, small))).hexdigest()
    assert found.startswith("e79ee67877449726")


def test_another_seed_makes_another_year_and_no_two_events_share_an_id() -> None:
    other = exercise_history(Year(250, 8, AS_OF, built_in()))
    assert {event.event_id for event in EVENTS} != {event.event_id for event in other}
    assert max(Counter(event.event_id for event in EVENTS).values()) == 1


def test_every_event_passes_the_checks_of_the_contract() -> None:
    assert [(event.event_id, found) for event in EVENTS for found in problems(event)] == []


def test_days_are_told_in_order_and_nothing_is_told_before_its_day_has_begun() -> None:
    year = EVENTS[len(known_before(YEAR)) :]
    today = None
    for event in year:
        if isinstance(event, DayStarted):
            assert today is None or (event.day - today).days == 1
            today = event.day
        assert event.recorded_at.date() == today


def test_the_catalogue_comes_in_parts_and_all_profiles_take_part() -> None:
    parts = [event for event in EVENTS if isinstance(event, CatalogueFrozen)]
    assert len(parts) > 1
    assert {it.part for it in parts} == set(range(1, parts[0].parts + 1))
    kinds = {(post.job_group, post.grade) for post in final_posts(YEAR)}
    assert kinds == {(profile.job_group, profile.grade) for profile in built_in().profiles}


def test_wishes_are_of_every_kind() -> None:
    found = wishes(YEAR)
    groups = {post.post_id: post.job_group for post in final_posts(YEAR)}
    assert {wish.due for wish in found} == {wish.any_available for wish in found} == {True, False}
    assert sum(wish.together_with_id is not None for wish in found) == 4
    assert any(len({groups[it.post_id] for it in wish.choices}) > 1 for wish in found)
    assert any(_tied(wish) for wish in found)
    own = {post.post_id: post.incumbent_id for post in final_posts(YEAR)}
    assert not any(own[it.post_id] == wish.candidate_id for wish in found for it in wish.choices)


def _tied(wish: Wish) -> bool:
    ranks = [choice.rank for choice in wish.choices]
    return len(set(ranks)) < len(ranks)


def test_preferences_are_stated_while_the_window_is_open() -> None:
    cycle = YEAR.cycle
    days = [it.recorded_at.date() for it in EVENTS if isinstance(it, PreferencesRanked)]
    assert cycle.window_open <= min(days) <= max(days) <= cycle.window_close


def test_the_rule_of_the_pool_sends_vacancies_where_the_year_says() -> None:
    for openings, path in ((at_once(YEAR), "AD_HOC"), (deferred(YEAR), "ROTATION")):
        for it in openings:
            asked = Opening(it.profile.job_group, it.rotational, None, it.opened_on, "e")
            assert path_of(asked, [YEAR.cycle]).path == path


def test_people_who_are_ready_with_needs_show_gaps_and_seats_are_granted() -> None:
    gaps = [
        event.candidate_id
        for event in EVENTS
        if isinstance(event, AssessmentCompleted) and event.overall_rating == "TIER_2"
        if any((it.level_shown or 9) < (it.level_expected or 0) for it in event.competencies)
    ]
    assert len(set(gaps)) > 20
    assert sum(isinstance(event, SeatAllocated) for event in EVENTS) > 8


def test_decisions_are_in_the_order_of_their_days_and_the_last_slate_is_signed_once() -> None:
    days = [decision.day for decision in decisions(YEAR)]
    assert days == sorted(days)
    assert sum(isinstance(event, SlateSignedOff) for event in EVENTS) == 1


def test_people_are_those_of_the_world_so_that_ids_tell_nothing() -> None:
    named = {wish.candidate_id for wish in wishes(YEAR)}
    assert named <= {person(YEAR.world, number).candidate_id for number in range(YEAR.people)}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--candidates", "5"), "30 people or more"),
        (("--as-of", "2021-01-01"), "take fewer years or a later day"),
    ],
)
def test_the_command_says_what_makes_no_year(options: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(main, ["generate", "--exercise", *options])
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


def test_the_command_writes_the_year() -> None:
    options = ("--exercise", "--candidates", "60", "--seed", "7", "--as-of", str(AS_OF))
    done = CliRunner().invoke(main, ["generate", *options])
    lines = done.stdout.encode().splitlines(keepends=True)
    expected: list[Event] = list(exercise_history(Year(60, 7, AS_OF, built_in())))
    assert lines == [line_of(event) for event in expected]
