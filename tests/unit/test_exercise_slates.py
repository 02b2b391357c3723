"""A whole exercise, from wishes to a slate that is signed and what follows from it."""

from dataclasses import replace
from datetime import date

import pytest

from schemas.codec import decode
from schemas.events import (
    OfferAccepted,
    PlacementConfirmed,
    PostsToJudge,
    SlateProposed,
    SlateSettled,
    VacancyOpened,
)
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from tests.unit.exercise_world import (
    AFTER_WINDOW,
    CYCLE,
    KABUL,
    KISUMU,
    TAKES_EFFECT,
    Verdict,
    World,
    hired,
    in_post,
    locked,
    moved,
    placed,
    post,
    ranked,
    requested,
    signed,
    started,
    station,
    tie_key,
    world,
)


def by_points(who: str, post_id: str) -> Verdict:
    """c-1 has the most, then c-2 and so on; nobody may take post-x."""
    return ("FAIL", "H4") if post_id == "post-x" else ("FIRST", 2000 - int(who[2:]) * 100)


def small() -> World:
    """Three posts and three people; c-1 leaves post-3, which somebody else may take."""
    return world(
        [post("post-1", vacancy_id="vac-1"), post("post-2"), post("post-3", incumbent_id="c-1")],
        ranked("c-1", "post-1", "post-2"),
        ranked("c-2", "post-1", "post-2"),
        ranked("c-3", "post-1"),
        rules=by_points,
    )


def test_a_request_asks_each_pool_about_those_who_would_take_its_posts() -> None:
    made = world(
        [post("post-1"), post("post-2"), post("post-9", "RMO")],
        ranked("c-1", "post-1"),
        ranked("c-2", "post-9", unlisted="ANY_AVAILABLE"),
        hired("post-2", "c-1"),
        locked("post-2"),
    )
    com, rmo = made.say(requested())
    assert isinstance(com, PostsToJudge)
    assert isinstance(rmo, PostsToJudge)
    assert [(it.event_id, it.part, it.parts) for it in (com, rmo)] == [
        (f"{CYCLE}/1/ask/1", 1, 2),
        (f"{CYCLE}/1/ask/2", 2, 2),
    ]
    assert [it.post_id for it in com.posts] == ["post-1", "post-2"]
    assert [(it.candidate_id, it.posts) for it in com.people] == [("c-1", (0, 1)), ("c-2", (0, 1))]
    assert [(it.candidate_id, it.posts) for it in rmo.people] == [("c-2", (0,))]
    output = made.outputs[-1]
    assert (output.topic, output.key) == ("pathways.pool-log", b"RMO")
    assert output.partition == partition_of(b"RMO", 5)
    assert dict(output.headers)[ORIGIN] == b"exercise-log/0/24"


def test_a_slate_is_made_with_the_last_answer_and_says_what_it_rests_on() -> None:
    made = small()
    (slate,) = made.run()
    assert placed([slate]) == {"c-1": "post-1", "c-2": "post-2"}
    assert (slate.event_id, slate.slate_id) == (f"{CYCLE}/1/1/1", f"{CYCLE}/1")
    assert (slate.run, slate.revision, slate.part, slate.parts) == (1, 1, 1, 1)
    assert slate.causation_id == "request-1"
    assert [(it.log, it.partition, it.count) for it in slate.positions] == [
        ("exercise-log", 0, made.count),
        ("pool-log", 0, 7),
    ]
    assert [it.candidate_id for it in slate.unplaced] == ["c-3"]
    assert [it.post_id for it in slate.unfilled] == ["post-3"]
    assert slate.blocking == ()
    assert "recommendation" in slate.recommendation


def test_each_entry_of_a_slate_says_why() -> None:
    (slate,) = small().run()
    first, second = slate.placements
    assert (first.candidate_rank, first.hirer_rank, first.hirer_rank_source) == (1, 1, "IMPUTED")
    assert first.leaves_post_id == "post-3"
    assert first.explanation == "first wish"
    assert second.explanation == "wish 2; post-1 went to c-1, who has more points"
    assert slate.unplaced[0].explanation.startswith("every post that the person would take went to")
    assert slate.unfilled[0].explanation == "nobody whom the rules allow would take it"


def test_whoever_the_rules_keep_from_all_that_they_want_is_told_by_which() -> None:
    (slate,) = world([post("post-x")], ranked("c-1", "post-x"), rules=by_points).run()
    assert slate.unplaced[0].explanation == (
        "the rules allow none of the posts that the person would take; post-x: H4 forbid it"
    )


def test_nobody_takes_again_the_post_that_they_hold() -> None:
    posts = [post("post-1", incumbent_id="c-1"), post("post-2")]
    (slate,) = world(posts, ranked("c-1", "post-1", unlisted="ANY_AVAILABLE")).run()
    assert placed([slate]) == {"c-1": "post-2"}


def test_a_person_of_two_job_groups_takes_one_place() -> None:
    posts = [post("post-1"), post("post-2", "RMO")]
    wishes = ranked("c-1", "post-2", "post-1"), ranked("c-2", "post-2")
    (slate,) = world(posts, *wishes, rules=by_points).run()
    assert placed([slate]) == {"c-1": "post-2"}
    assert len(slate.placements) == 1
    assert [it.post_id for it in slate.unfilled] == ["post-1"]
    assert slate.unfilled[0].explanation.startswith("all who would take it have what they want")


def test_a_locked_ranking_counts_before_points_and_an_unlocked_one_not_at_all() -> None:
    wishes = ranked("c-1", "post-1"), ranked("c-2", "post-1")
    unlocked = world([post("post-1")], *wishes, hired("post-1", "c-2"), rules=by_points)
    assert placed(unlocked.run()) == {"c-1": "post-1"}
    unlocked.say(locked("post-1"))
    (slate,) = unlocked.run(2)
    assert placed([slate]) == {"c-2": "post-1"}
    assert slate.placements[0].hirer_rank_source == "STATED"


@pytest.mark.parametrize("method", ["DEFERRED_ACCEPTANCE", "GLOBAL_ASSIGNMENT"])
def test_the_first_tier_comes_before_any_points_and_an_unconfirmed_one_counts_as_second(
    method: str,
) -> None:
    tiers = {"c-1": ("UNCONFIRMED", 9000), "c-2": ("FIRST", 10), "c-3": ("SECOND", 8000)}
    wishes = [ranked(who, "post-1", "post-2") for who in tiers]
    made = world([post("post-1"), post("post-2")], *wishes, rules=lambda who, _: tiers[who])
    (slate,) = made.run(method=method)
    assert placed([slate]) == {"c-2": "post-1", "c-1": "post-2"}
    said = {it.candidate_id: it for it in slate.placements}
    assert said["c-1"].consideration_tier == "SECOND"
    assert "not confirmed" in said["c-1"].explanation


def test_whoever_must_move_and_stated_nothing_takes_whatever_is_left() -> None:
    made = world(
        [post("post-1"), post("post-2")],
        in_post("c-1", "post-8", date(2023, 7, 1), due=date(2027, 8, 1)),
        in_post("c-9", "post-7", date(2023, 7, 1), due=date(2029, 8, 1)),
        ranked("c-2", "post-1"),
        rules=by_points,
    )
    (slate,) = made.run()
    assert placed([slate]) == {"c-1": "post-1"}
    assert slate.placements[0].candidate_rank is None
    assert [(it.candidate_id, it.must_move) for it in slate.unplaced] == [("c-2", False)]


def test_a_couple_that_names_each_other_is_shown_posts_near_one_another() -> None:
    posts = [
        post("post-1", duty_station=KABUL),
        post("post-2", duty_station=KABUL),
        post("post-3", duty_station=KISUMU),
    ]
    made = world(
        posts,
        ranked("c-1", "post-1", "post-3", together_with_id="c-2"),
        ranked("c-2", "post-3", "post-2", together_with_id="c-1"),
    )
    (slate,) = made.run()
    (option,) = slate.joint_options
    assert (option.post_id, option.partner_post_id) == ("post-1", "post-2")
    assert option.explanation == "both in AFG KA010"


def test_burden_takes_its_share_of_the_points_of_whoever_had_more_than_others() -> None:
    wishes = ranked("c-1", "post-1"), ranked("c-2", "post-1")
    history = (
        station(KABUL, "E"),
        station(KISUMU, "B"),
        in_post("c-1", "post-8", date(2018, 7, 1), place=KABUL),
        in_post("c-2", "post-7", date(2018, 7, 1), place=KISUMU),
        *wishes,
    )
    hard, fair = post("post-1", hardship_class="E"), post("post-1", hardship_class="B")
    assert placed(world([fair], *history, rules=by_points).run()) == {"c-1": "post-1"}
    assert placed(world([hard], *history, rules=by_points).run()) == {"c-2": "post-1"}


def test_people_move_somebody_and_the_slate_says_whom_it_wrongs() -> None:
    made = small()
    made.run()
    (slate,) = made.say(moved("post-1", "c-3"))
    assert isinstance(slate, SlateProposed)
    assert (slate.revision, slate.event_id) == (2, f"{CYCLE}/1/2/1")
    assert placed([slate]) == {"c-3": "post-1", "c-2": "post-2"}
    assert {(it.candidate_id, it.post_id) for it in slate.blocking} == {
        ("c-1", "post-1"),
        ("c-1", "post-2"),
        ("c-2", "post-1"),
    }
    said = {it.candidate_id: (it.adjusted, it.locked) for it in slate.placements}
    assert said == {"c-3": (True, False), "c-2": (False, False)}
    (again,) = made.say(moved("post-1", None, revision=2))
    assert isinstance(again, SlateProposed)
    assert placed([again]) == {"c-2": "post-2"}
    assert again.revision == 3


def test_the_next_run_keeps_locked_pairs_and_forgets_other_changes() -> None:
    made = small()
    made.run()
    made.say(moved("post-1", "c-3", locked=True))
    made.say(moved("post-2", None, revision=2))
    (slate,) = made.run(2)
    assert (slate.run, slate.revision) == (2, 1)
    assert placed([slate]) == {"c-3": "post-1", "c-1": "post-2"}
    assert {it.candidate_id for it in slate.placements if it.locked} == {"c-3"}
    made.say(moved("post-1", "c-3", run=2))
    assert placed(made.run(3)) == {"c-1": "post-1", "c-2": "post-2"}


def test_a_signed_slate_places_people_as_upstream_would_and_returns_the_rest() -> None:
    made = small()
    made.run()
    told = made.say(started(AFTER_WINDOW), signed())
    assert [type(it) for it in told] == [
        *[OfferAccepted, PlacementConfirmed],
        *[VacancyOpened, OfferAccepted, PlacementConfirmed],
        VacancyOpened,
        SlateSettled,
    ]
    _, confirmed, opened, accepted, _, returned, done = told
    assert isinstance(confirmed, PlacementConfirmed)
    assert (confirmed.vacancy_id, confirmed.offer_id) == ("vac-1", f"{CYCLE}/1/post-1")
    assert confirmed.starts_on == date(2027, 8, 15) > TAKES_EFFECT
    assert isinstance(opened, VacancyOpened)
    assert isinstance(accepted, OfferAccepted)
    assert opened.vacancy_id == accepted.vacancy_id == f"{CYCLE}/post-2"
    assert (opened.stated_path, opened.reason) == ("ROTATION", "NEW_POST")
    assert isinstance(returned, VacancyOpened)
    assert (returned.stated_path, returned.opened_on) == ("AD_HOC", AFTER_WINDOW)
    assert (returned.reason, returned.rotational) == ("INCUMBENT_ROTATED", True)
    assert isinstance(done, SlateSettled)
    assert (done.placed, done.unplaced, done.returned) == (2, 1, (f"{CYCLE}/post-3",))


def test_what_follows_goes_to_the_logs_that_intake_would_take_it_to() -> None:
    made = small()
    made.run()
    before = len(made.outputs)
    made.say(signed())
    places = [(it.topic, it.key) for it in made.outputs[before:]]
    assert places[:4] == [
        ("pathways.candidate-log", b"c-1"),
        ("pathways.pool-log", b"COM"),
        ("pathways.candidate-log", b"c-1"),
        ("pathways.pool-log", b"COM"),
    ]
    assert places[4] == ("pathways.pool-log", b"COM")
    assert places[-1] == ("pathways.slates", CYCLE.encode())
    accepted = made.outputs[before]
    assert accepted.partition == partition_of(b"c-1", 4)
    assert isinstance(decode(accepted.value or b""), OfferAccepted)


def test_a_wish_that_comes_between_the_request_and_the_answers_waits_for_the_next_run() -> None:
    made = small()
    made.say(requested())
    made.say(ranked("c-1", "post-2", second=5))
    (slate,) = made.answered()
    assert isinstance(slate, SlateProposed)
    assert placed([slate]) == {"c-1": "post-1", "c-2": "post-2"}
    assert placed(made.run(2)) == {"c-1": "post-2", "c-2": "post-1"}


def test_a_newer_request_takes_the_place_of_a_run_that_waits() -> None:
    made = small()
    made.say(requested(1))
    old, made.open = made.open, []
    (slate,) = made.run(2)
    assert slate.run == 2
    made.open = old
    assert made.answered() == []


def test_equal_points_are_told_apart_by_the_lower_tie_key() -> None:
    made = world([post("post-1")], *(ranked(f"c-{n}", "post-1") for n in range(6)))
    first = min((f"c-{n}" for n in range(6)), key=tie_key)
    assert placed(made.run()) == {first: "post-1"}


def test_the_same_run_gives_the_same_bytes_whatever_order_the_facts_came_in() -> None:
    wishes = [ranked(f"c-{n}", "post-1", "post-2") for n in range(1, 5)]
    posts = [post("post-1"), post("post-2")]
    one = world(posts, *wishes, rules=by_points).run()
    other = world(posts, *reversed(wishes), *wishes[:2], rules=by_points).run()
    position = one[0].positions
    assert one == [replace(part, positions=position) for part in other]
