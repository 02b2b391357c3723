"""Another policy, method or wish laid over a run: the same function, and nothing is published."""

from dataclasses import replace

from schemas.events import SlateProposed
from streams.exercise.case import case_of
from streams.exercise.judged import judged_of
from streams.exercise.slates import LISTS, Content
from streams.exercise.solving import solve
from tests.unit.exercise_world import (
    AFTER_WINDOW,
    CYCLE,
    Verdict,
    World,
    hired,
    locked,
    moved,
    policy,
    post,
    ranked,
    world,
)


def by_points(who: str, _: str) -> Verdict:
    return "FIRST", 2000 - int(who[2:]) * 100


def exercise() -> World:
    wishes = ranked("c-1", "post-1", "post-2"), ranked("c-2", "post-1"), ranked("c-3", "post-1")
    posts = [post("post-1", hardship_class="E"), post("post-2")]
    return world(posts, *wishes, hired("post-2", "c-2"), locked("post-2"), rules=by_points)


def who_goes_where(content: Content) -> dict[str, str]:
    return {it.candidate_id: it.post_id for it in content.placements}


def test_nothing_changed_gives_the_slate_that_was_published_also_after_people_changed_it() -> None:
    made = exercise()
    (slate,) = made.run()
    made.say(moved("post-1", "c-3"), ranked("c-2", "post-2", second=9))
    before = made.fold.exercise.made(CYCLE)
    again = solve(before.case, before.judged, before.case.policy, "DEFERRED_ACCEPTANCE")
    assert isinstance(slate, SlateProposed)
    for name in LISTS:
        assert getattr(again, name) == getattr(slate, name)


def test_another_method_or_policy_is_laid_over_the_same_answers() -> None:
    made = exercise()
    made.run()
    before = made.fold.exercise.made(CYCLE)
    ranks_alone = policy(person_rank_weight=1000, post_rank_weight=0, burden_weight=0)
    found = solve(before.case, before.judged, ranks_alone, "GLOBAL_ASSIGNMENT")
    # As many posts as possible are filled: c-1 alone would take post-2.
    assert who_goes_where(found).keys() > {"c-1"}
    assert who_goes_where(found)["c-1"] == "post-2"
    told = len(made.told)
    burdened = replace(before.case, served={"c-1": {"E": 4000}, "c-2": {"B": 4000}, "c-3": {}})
    shared = solve(burdened, before.judged, policy(burden_share=300), "DEFERRED_ACCEPTANCE")
    assert who_goes_where(shared) == {"c-1": "post-2", "c-2": "post-1"}
    assert len(made.told) == told


def test_another_wish_is_laid_over_what_the_run_saw() -> None:
    made = exercise()
    made.run()
    held = made.fold.exercise.held
    supposed = held.known(CYCLE).supposing([ranked("c-1", "post-2", second=9)])
    case = case_of(supposed, CYCLE, AFTER_WINDOW)
    assert case is not None
    people = [it.candidate_id for it in case.people]
    judged = judged_of(people, (*case.posts,), held.asked(CYCLE), held.answers(CYCLE))
    found = solve(case, judged, case.policy, "DEFERRED_ACCEPTANCE")
    assert who_goes_where(found) == {"c-1": "post-2", "c-2": "post-1"}
