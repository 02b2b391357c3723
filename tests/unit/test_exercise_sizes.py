"""Large exercises: what is asked and told comes in parts, each of which fits a record."""

from dataclasses import replace
from typing import Any

from schemas.codec import encode
from schemas.events import BlockingPair, JointOption, PostsToJudge, SlateProposed
from schemas.topics import RECORD_BYTES_MAX
from streams.exercise.slates import Content, Edition, slate_parts
from tests.unit.exercise_world import CYCLE, placed, post, ranked, requested, world


def test_long_lists_of_people_and_posts_are_asked_in_parts_and_told_in_parts() -> None:
    posts = [post(f"post-{number:03}") for number in range(230)]
    people = [ranked(f"c-{number:03}", unlisted="ANY_AVAILABLE") for number in range(150)]
    made = world(posts, *people)
    questions = made.say(requested())
    sizes = [(len(it.posts), len(it.people)) for it in questions if isinstance(it, PostsToJudge)]
    assert sizes == [(100, 100), (100, 50), (100, 100), (100, 50), (30, 100), (30, 50)]
    slate = [it for it in made.answered() if isinstance(it, SlateProposed)]
    assert [(it.part, it.parts) for it in slate] == [(1, 1)]
    assert len(placed(slate)) == 150


def test_a_part_of_a_slate_fits_a_record_even_with_the_longest_ids_in_every_text() -> None:
    """Each id has 128 characters, as many as the contract allows."""
    wide, words = "i" * 128, "; ".join(["x" * 256 + " went to somebody"] * 3)
    who: dict[str, Any] = {"candidate_id": wide}
    where: dict[str, Any] = {"post_id": wide, "job_group": wide, "grade": wide}
    wishes = ranked("c-1", "post-1"), ranked("c-2", "post-1")
    made = world([post("post-1"), post("post-2")], *wishes)
    (slate,) = made.run()
    placement = replace(slate.placements[0], explanation=words, leaves_post_id=wide, **who, **where)
    option = JointOption(partner_id=wide, partner_post_id=wide, post_id=wide, explanation=words,
                         candidate_id=wide)  # fmt: skip
    content = Content(
        (placement,) * 400,
        (replace(slate.unplaced[0], explanation=words, **who),) * 400,
        (replace(slate.unfilled[0], explanation=words, vacancy_id=wide, **where),) * 400,
        (BlockingPair(candidate_id=wide, post_id=wide, explanation=words),) * 400,
        (option,) * 400,
        "A recommendation only.",
    )
    judged = made.fold.exercise.made(CYCLE).judged
    edition = Edition(CYCLE, 1, 1, "DEFERRED_ACCEPTANCE", requested(), 1, slate.policy)
    parts = slate_parts(content, edition, judged)
    assert sum(len(part.placements) for part in parts) == 400
    assert max(len(encode(part)) for part in parts) < RECORD_BYTES_MAX
