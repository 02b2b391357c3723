"""Ids that are one person, and people who asked to be forgotten, in an exercise."""

from datetime import date

from schemas.events import PlacementConfirmed, PostsToJudge, SlateProposed, SlateSettled
from streams.exercise.persons import Persons
from tests.unit.exercise_world import (
    CYCLE,
    Verdict,
    World,
    answer,
    erased,
    hired,
    in_post,
    locked,
    merged,
    moved,
    placed,
    post,
    ranked,
    requested,
    signed,
    world,
)


def named_in_state(made: World, who: str) -> list[bytes]:
    """The keys of the state records that lead to somebody."""
    found = [key for key, value in made.state.items() if who.encode() in value]
    return sorted(key for key in found if not key.startswith(b"erased|"))


def test_what_somebody_ranked_under_a_merged_id_counts_for_the_one_that_stays() -> None:
    made = world([post("post-1")], ranked("c-old", "post-1"), merged("c-new", "c-old"))
    made.say(hired("post-1", "c-old"), locked("post-1"))
    (slate,) = made.run()
    assert placed([slate]) == {"c-new": "post-1"}
    assert slate.placements[0].hirer_rank_source == "STATED"


def test_of_two_ids_of_a_person_the_later_wishes_count() -> None:
    wishes = ranked("c-old", "post-1", second=2), ranked("c-new", "post-2", second=1)
    made = world([post("post-1"), post("post-2")], *wishes, merged("c-new", "c-old"))
    assert placed(made.run()) == {"c-new": "post-1"}


def test_two_placed_ids_that_turn_out_to_be_one_person_take_one_place() -> None:
    wishes = ranked("c-a", "post-1"), ranked("c-b", "post-2")
    made = world([post("post-1"), post("post-2")], *wishes)
    made.run()
    told = made.say(merged("c-b", "c-a"), signed())
    confirmed = [it for it in told if isinstance(it, PlacementConfirmed)]
    assert [(it.candidate_id, it.post_id) for it in confirmed] == [("c-b", "post-1")]
    done = told[-1]
    assert isinstance(done, SlateSettled)
    assert (done.placed, done.returned) == (1, (f"{CYCLE}/post-2",))


def test_ids_merged_in_a_circle_are_one_person() -> None:
    circle = Persons([merged("b", "a"), merged("c", "b"), merged("a", "c")])
    assert {circle.of(one) for one in "abc"} == {"a"}
    assert circle.of("x") == "x"


def test_an_erased_person_leaves_the_state_and_the_slate() -> None:
    made = world(
        [post("post-1"), post("post-2", incumbent_id="c-x")],
        ranked("c-x", "post-1"),
        ranked("c-2", "post-2", together_with_id="c-x"),
        in_post("c-x", "post-2", date(2023, 7, 1)),
        hired("post-1", "c-x", "c-2"),
        locked("post-1"),
    )
    made.run()
    made.say(moved("post-1", "c-x", locked=True))
    assert named_in_state(made, "c-x")
    (slate,) = made.say(erased("c-x"))
    assert isinstance(slate, SlateProposed)
    assert (slate.revision, slate.causation_id) == (3, erased("c-x").event_id)
    assert placed([slate]) == {"c-2": "post-2"}
    assert [it.post_id for it in slate.unfilled] == ["post-1"]
    assert named_in_state(made, "c-x") == []
    told = made.say(ranked("c-x", "post-1", second=9), moved("post-1", "c-x", revision=3))
    assert [getattr(it, "remark", None) for it in told] == ["NOT_ALLOWED"]
    done = made.say(signed(revision=3))[-1]
    assert isinstance(done, SlateSettled)
    assert done.placed == 1
    assert named_in_state(made, "c-x") == []


def test_an_erasure_while_a_run_waits_leaves_the_person_out_of_its_slate() -> None:
    made = world([post("post-1"), post("post-2")], ranked("c-x", "post-1"), ranked("c-2", "post-2"))
    made.say(requested())
    made.say(erased("c-x"))
    (slate,) = made.answered()
    assert isinstance(slate, SlateProposed)
    assert placed([slate]) == {"c-2": "post-2"}
    assert named_in_state(made, "c-x") == []


def test_whoever_is_merged_into_somebody_erased_or_before_it_is_erased_with_them() -> None:
    made = world([post("post-1")], ranked("c-a", "post-1"), ranked("c-b", "post-1"))
    made.say(merged("c-x", "c-a"), erased("c-x"))
    assert named_in_state(made, "c-a") == []
    made.say(merged("c-x", "c-b"))
    assert named_in_state(made, "c-b") == []
    assert placed(made.run()) == {}


def test_an_erasure_after_sign_off_changes_no_slate() -> None:
    made = world([post("post-1")], ranked("c-x", "post-1"))
    made.run()
    made.say(signed())
    assert made.say(erased("c-x")) == []


def only_the_last(_: str, post_id: str) -> Verdict:
    return ("FIRST", 1) if post_id == "post-149" else ("FAIL", "H4")


def test_an_answer_that_counts_posts_is_read_right_after_people_are_erased() -> None:
    """Erasing somebody takes a whole part of the questions away; answers keep their posts."""
    people = [ranked(f"c-{number:03}", unlisted="ANY_AVAILABLE") for number in range(101)]
    posts = [post(f"post-{number:03}") for number in range(150)]
    made = world(posts, *people)
    questions = [it for it in made.say(requested()) if isinstance(it, PostsToJudge)]
    assert len(questions) == 4
    made.say(erased("c-100"))
    made.say(*(answer(it, only_the_last) for it in questions))
    (slate,) = [it for it in made.told if isinstance(it, SlateProposed)]
    assert list(placed([slate]).values()) == ["post-149"]
    assert len(slate.unplaced) == 99


def test_people_whom_nobody_knows_change_nothing() -> None:
    assert world([post("post-1")], erased("c-9"), merged("c-8", "c-7")).told == []
