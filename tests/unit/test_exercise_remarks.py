"""Whatever does not fit an exercise is remarked on: what, and what to do about it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from schemas.events import (
    Event,
    ExerciseRemarked,
    PostAbolished,
    PostsJudged,
    PostsToJudge,
    Remark,
    SlateProposed,
)
from tests.unit.exercise_world import (
    AFTER_WINDOW,
    BASICS,
    CYCLE,
    IN_WINDOW,
    Verdict,
    World,
    amended,
    answer,
    at,
    catalogue,
    cycle,
    everybody,
    hired,
    locked,
    moved,
    placed,
    policy,
    post,
    ranked,
    requested,
    signed,
    started,
    world,
)


def remark_on(made: World, event: Event) -> tuple[str, bool]:
    """The one remark that an event brings about, and whether it refuses the event."""
    (said,) = [it for it in made.say(event) if isinstance(it, ExerciseRemarked)]
    assert said.event_id == f"{said.cycle_id}/remark/{event.event_id}"
    assert said.causation_id == event.event_id
    assert said.detail
    assert said.remedy
    return said.remark, said.refused


def small() -> World:
    return world([post("post-1"), post("post-2")], ranked("c-1", "post-1"), ranked("c-2", "post-1"))


def with_slate() -> World:
    made = small()
    made.run()
    return made


def test_a_cycle_whose_window_overlaps_in_a_job_group_is_refused() -> None:
    made = small()
    overlapping = cycle("other", job_groups=("RMO",), window_open=date(2027, 2, 10))
    assert remark_on(made, overlapping) == ("OVERLAPPING_WINDOWS", True)
    assert made.say(cycle("apart", job_groups=("LEG",))) == []
    assert made.say(cycle("later", window_open=date(2027, 2, 11), window_close=AFTER_WINDOW)) == []
    assert remark_on(made, requested(cycle_id="other")) == ("UNKNOWN_CYCLE", True)


def test_what_is_stated_of_an_unknown_cycle_waits_for_it() -> None:
    made = World()
    made.say(started(date(2026, 12, 1)), policy())
    assert remark_on(made, catalogue(post("post-1"))) == ("UNKNOWN_CYCLE", False)
    assert remark_on(made, ranked("c-1", "post-1")) == ("UNKNOWN_CYCLE", False)
    assert remark_on(made, ranked("c-2", "post-1", on=AFTER_WINDOW)) == ("UNKNOWN_CYCLE", False)
    (late,) = made.say(cycle())
    assert isinstance(late, ExerciseRemarked)
    assert (late.remark, late.event_id) == ("WINDOW_CLOSED", f"{CYCLE}/remark/pref-c-2-0/{CYCLE}")
    assert placed(made.run()) == {"c-1": "post-1"}


@pytest.mark.parametrize("day", [date(2027, 1, 4), date(2027, 2, 11)])
def test_wishes_outside_the_window_are_refused(day: date) -> None:
    made = small()
    assert remark_on(made, ranked("c-3", "post-2", on=day)) == ("WINDOW_CLOSED", True)
    assert "c-3" not in placed(made.run())


def test_a_refused_wish_leaves_the_one_before_it() -> None:
    made = small()
    assert remark_on(made, ranked("c-1", "post-2", on=AFTER_WINDOW)) == ("WINDOW_CLOSED", True)
    (slate,) = made.run()
    assert "post-2" not in placed([slate]).values()


def test_a_wish_for_a_post_that_is_not_in_the_catalogue_counts_once_the_post_enters_it() -> None:
    made = small()
    assert remark_on(made, ranked("c-3", "post-3")) == ("UNKNOWN_POST", False)
    assert "c-3" not in placed(made.run())
    assert made.say(amended(entered=(post("post-3"),))) == []
    assert placed(made.run(2))["c-3"] == "post-3"
    assert remark_on(made, hired("post-8", "c-1")) == ("UNKNOWN_POST", False)
    assert remark_on(made, amended(2, left=("post-8", "post-3"))) == ("UNKNOWN_POST", False)
    assert "c-3" not in placed(made.run(3))


def test_a_wish_before_the_whole_catalogue_waits_for_the_rest_of_it() -> None:
    made = World()
    made.say(*BASICS, catalogue(post("post-1"), part=1, parts=2))
    assert remark_on(made, ranked("c-1", "post-2")) == ("NO_CATALOGUE", False)
    assert remark_on(made, requested()) == ("NO_CATALOGUE", True)
    made.say(catalogue(post("post-2"), part=2, parts=2))
    assert placed(made.run(2)) == {"c-1": "post-2"}


def test_more_choices_than_the_policy_has_are_refused() -> None:
    made = world([post(f"post-{n}") for n in range(4)])
    wish = ranked("c-1", *(f"post-{n}" for n in range(4)))
    assert remark_on(made, wish) == ("TOO_MANY_CHOICES", True)
    made.say(policy(2, choices_max=4))
    assert made.say(wish) == []


def test_a_frozen_catalogue_and_a_locked_ranking_can_no_more_be_replaced() -> None:
    made = small()
    assert remark_on(made, catalogue(post("post-9"), event_id="cat-again", part=2)) == (
        "LOCKED",
        True,
    )
    assert made.say(hired("post-1", "c-2"), hired("post-1", "c-1", number=2)) == []
    assert remark_on(made, locked("post-1", 1)) == ("STALE", True)
    assert made.say(locked("post-1", 2)) == []
    assert remark_on(made, hired("post-1", "c-2", number=3)) == ("LOCKED", True)
    assert remark_on(made, locked("post-1", 3)) == ("LOCKED", True)
    assert placed(made.run()) == {"c-1": "post-1"}


def test_an_amendment_of_another_catalogue_is_refused() -> None:
    said = amended(catalogue_id="other", left=("post-1",))
    assert remark_on(small(), said) == ("NO_CATALOGUE", True)


def test_no_slate_is_made_without_a_policy_or_a_day() -> None:
    for missing in (0, 1):
        made = World()
        made.say(*(it for number, it in enumerate(BASICS) if number != missing))
        made.say(catalogue(post("post-1")))
        assert remark_on(made, requested()) == ("NO_POLICY", True)


def test_a_pool_without_a_rule_set_makes_no_slate() -> None:
    made = small()
    (question,) = made.say(requested())
    assert isinstance(question, PostsToJudge)
    assert remark_on(made, answer(question, everybody, rule_set=None)) == ("NO_POLICY", True)


def test_posts_of_a_profile_that_a_pool_does_not_know_are_filled_by_nobody() -> None:
    made = world([post("post-1"), post("post-2", "RMO")], ranked("c-1", "post-2", "post-1"))
    com, rmo = (it for it in made.say(requested()) if isinstance(it, PostsToJudge))
    doubt, slate = made.say(answer(com, everybody), answer(rmo, lambda *_: None, rule_set=None))
    assert isinstance(doubt, ExerciseRemarked)
    assert isinstance(slate, SlateProposed)
    assert (doubt.remark, doubt.refused) == ("NO_POLICY", False)
    assert placed([slate]) == {"c-1": "post-1"}


def two_answers(told: Iterable[Event]) -> list[PostsJudged]:
    """The two pools answer by two rule sets."""
    questions = [it for it in told if isinstance(it, PostsToJudge)]
    names = ("old", "new")
    return [answer(it, everybody, name) for it, name in zip(questions, names, strict=True)]


def test_a_run_answered_by_two_rule_sets_is_asked_again_once() -> None:
    made = world([post("post-1"), post("post-2", "RMO")], ranked("c-1", "post-2", "post-1"))
    first = two_answers(made.say(requested()))
    remark, *again = made.say(*first)
    assert isinstance(remark, ExerciseRemarked)
    assert (remark.remark, remark.refused) == ("RULES_CHANGED", False)
    assert {it.run for it in again if isinstance(it, PostsToJudge)} == {2}
    *_, said = made.say(*two_answers(again))
    assert isinstance(said, ExerciseRemarked)
    assert (said.remark, said.refused) == ("RULES_CHANGED", True)
    assert made.say(*two_answers(again)) == []
    made.open.clear()
    assert placed(made.run(2)) == {"c-1": "post-2"}


def test_decisions_on_anything_but_the_last_revision_are_stale() -> None:
    made = with_slate()
    made.say(moved("post-1", None))
    assert remark_on(made, moved("post-1", "c-1")) == ("STALE", True)
    assert remark_on(made, signed(revision=1)) == ("STALE", True)
    made.say(requested(2))
    assert remark_on(made, moved("post-1", "c-1", revision=2)) == ("STALE", True)
    assert remark_on(made, signed(revision=2)) == ("STALE", True)
    made.answered()
    assert isinstance(made.say(moved("post-1", None, run=2))[0], SlateProposed)


def test_a_decision_without_a_slate_is_refused() -> None:
    made = small()
    assert remark_on(made, moved("post-1", "c-1")) == ("NO_SLATE", True)
    assert remark_on(made, signed()) == ("NO_SLATE", True)
    assert remark_on(made, signed(cycle_id="other")) == ("UNKNOWN_CYCLE", True)


def forbidding(who: str, post_id: str) -> Verdict:
    if post_id == "post-1":
        of_post: dict[str, Verdict] = {
            "c-1": ("FIRST", 10),
            "c-2": ("FAIL", "H4"),
            "c-3": ("UNKNOWN", "H11"),
        }
        return of_post.get(who)
    return "FIRST", 10


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("c-2", "c-2 in post-1: H4 forbid it"),
        ("c-3", "c-3 in post-1: H11 cannot be confirmed"),
        ("c-4", "c-4 is no member"),
        ("c-5", "c-5 holds post-1 now"),
        ("c-6", "c-6 does not take part"),
    ],
)
def test_nobody_is_put_where_the_rules_do_not_allow_them(who: str, why: str) -> None:
    wishes = [ranked(f"c-{n}", "post-1", "post-2") for n in range(1, 6)]
    posts = [post("post-1", incumbent_id="c-5"), post("post-2")]
    made = world(posts, *wishes, rules=forbidding)
    made.run()
    event = moved("post-1", who)
    assert remark_on(made, event) == ("NOT_ALLOWED", True)
    last = made.told[-1]
    assert isinstance(last, ExerciseRemarked)
    assert last.detail.startswith(why)


def test_a_post_that_the_slate_does_not_have_can_be_given_to_nobody() -> None:
    assert remark_on(with_slate(), moved("post-9", "c-1")) == ("UNKNOWN_POST", True)


def test_a_locked_pair_that_the_rules_forbid_by_now_is_let_go_with_a_remark() -> None:
    made = small()
    made.run()
    made.say(moved("post-1", "c-2", locked=True))
    made.rules = lambda who, _: ("FAIL", "H2") if who == "c-2" else ("FIRST", 1)
    made.say(requested(2))
    remark, slate = made.answered()
    assert isinstance(remark, ExerciseRemarked)
    assert isinstance(slate, SlateProposed)
    assert (remark.remark, remark.causation_id) == ("NOT_ALLOWED", "request-2")
    assert placed([slate]) == {"c-1": "post-1"}


def test_a_slate_is_signed_once_and_only_after_the_window() -> None:
    made = with_slate()
    assert remark_on(made, signed(on=date(2027, 2, 10))) == ("WINDOW_OPEN", True)
    made.say(signed())
    assert made.say(signed()) == []
    for event in (
        signed(on=date(2027, 2, 16)),
        moved("post-1", "c-2"),
        requested(2),
        ranked("c-1", "post-2", second=9),
        hired("post-1", "c-2"),
        cycle(event_id="moved", on=AFTER_WINDOW),
    ):
        assert remark_on(made, event) == ("SIGNED_OFF", True)


def test_a_post_abolished_before_its_start_is_filled_by_no_run() -> None:
    made = small()
    gone = PostAbolished(
        event_id="gone", post_id="post-1", abolished_on=date(2027, 8, 14), **at(IN_WINDOW)
    )
    assert remark_on(made, gone) == ("UNKNOWN_POST", False)
    (slate,) = made.run()
    assert placed([slate]) == {}
    assert [it.post_id for it in slate.unfilled] == ["post-2"]


def test_the_same_event_again_says_nothing() -> None:
    made = small()
    made.run()
    change = moved("post-1", None)
    made.say(change)
    again = [change, ranked("c-1", "post-1"), catalogue(post("post-1"), post("post-2")), cycle()]
    assert made.say(*again, requested(), *BASICS) == []
    assert made.say(ranked("c-1", "post-2", on=date(2027, 1, 6))) == []


def test_every_remark_of_the_contract_has_a_test_above() -> None:
    source = Path(__file__).read_text()
    assert [it for it in get_args(Remark) if f'"{it}"' not in source] == []
