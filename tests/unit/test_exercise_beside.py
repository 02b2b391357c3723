"""Two slates beside each other: who moves, what becomes of posts, and how many of each kind."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.events import BlockingPair, CandidateUnplaced, PostUnfilled, SlatePlacement
from schemas.events import SlateProposed as Slate
from streams.history.exercise.difference import difference
from streams.history.exercise.figures import SHOWN_MIN
from streams.history.exercise.slates import whole_slates
from tests.golden_results import golden

EXAMPLE: Slate = golden("SlateProposed")
PLACED = EXAMPLE.placements[0]


def placed(who: str, post: str, **said: Any) -> SlatePlacement:
    return replace(PLACED, candidate_id=who, post_id=post, explanation=f"{who} at {post}", **said)


def slate(*placements: SlatePlacement, **said: Any) -> Slate:
    empty: dict[str, Any] = dict.fromkeys(("unplaced", "unfilled", "blocking", "joint_options"), ())
    return replace(EXAMPLE, placements=placements, **{**empty, **said})


def out(who: str) -> CandidateUnplaced:
    return CandidateUnplaced(candidate_id=who, must_move=False, explanation=f"{who} gets none")


def empty(post: str) -> PostUnfilled:
    return PostUnfilled(
        post_id=post, job_group="COM", grade="P-5", vacancy_id=None, explanation="nobody"
    )


def test_whoever_moves_enters_or_leaves_is_told_with_what_the_other_slate_says() -> None:
    before = slate(placed("c-1", "p-1"), placed("c-2", "p-2"), placed("c-3", "p-3"))
    after = slate(
        placed("c-1", "p-2", candidate_rank=2), placed("c-3", "p-3"), placed("c-4", "p-4"),
        unplaced=(out("c-2"),), unfilled=(empty("p-1"),),
    )  # fmt: skip
    found = difference(before, after)
    assert [(it.candidate_id, it.from_post, it.to_post, it.why) for it in found.moved] == [
        ("c-1", "p-1", "p-2", "c-1 at p-2"),
        ("c-2", "p-2", None, "c-2 gets none"),
        ("c-4", None, "p-4", "c-4 at p-4"),
    ]
    assert [(it.rank_before, it.rank_after) for it in found.moved] == [(1, 2), (1, None), (None, 1)]
    assert (found.filled, found.emptied) == (("p-4",), ("p-1",))
    assert not found.same


def test_a_slate_beside_itself_is_the_same_and_beside_its_mirror_the_other_way_round() -> None:
    before = slate(placed("c-1", "p-1"), placed("c-2", "p-2"))
    after = slate(placed("c-2", "p-1"))
    assert difference(before, before).same
    there, back = difference(before, after), difference(after, before)
    assert [(it.from_post, it.to_post) for it in there.moved] == [
        (it.to_post, it.from_post) for it in back.moved
    ]
    assert (there.filled, there.emptied) == (back.emptied, back.filled)


def test_blocking_pairs_are_new_or_gone_by_who_and_where() -> None:
    pairs = [BlockingPair(candidate_id="c-1", post_id=f"p-{n}", explanation="") for n in range(3)]
    same = replace(pairs[1], explanation="in other words")
    found = difference(slate(blocking=tuple(pairs[:2])), slate(blocking=(same, pairs[2])))
    assert (found.blocking_gone, found.blocking_new) == ((pairs[0],), (pairs[2],))


def test_small_groups_are_hidden_and_never_one_alone() -> None:
    many = [placed(f"c-{n}", f"p-{n}") for n in range(9)]
    few = [placed(f"d-{n}", f"q-{n}", consideration_tier="SECOND") for n in range(2)]
    found = difference(slate(*many, *few), slate(*many))
    shown = {it.name: (it.before, it.after) for it in found.figures}
    assert shown["placements"] == (11, 9)
    # 11 less 9 would tell how many the two are.
    assert shown["tier FIRST"] == (None, 9)
    assert shown["tier SECOND"] == (None, 0)


@given(st.lists(st.tuples(st.sampled_from(("FIRST", "SECOND")), st.integers(1, 4)), max_size=30))
def test_no_hidden_group_can_be_told_from_the_others_and_the_whole(
    people: list[tuple[str, int]],
) -> None:
    made = slate(
        *(
            placed(f"c-{n}", f"p-{n}", consideration_tier=tier, candidate_rank=rank)
            for n, (tier, rank) in enumerate(people)
        )
    )
    for dimension in ("tier", "own rank"):
        groups = [it for it in difference(made, made).figures if it.name.startswith(dimension)]
        assert all(it.before is None or it.before >= SHOWN_MIN for it in groups)
        assert sum(it.before is None for it in groups) != 1 or len(groups) == 1


def test_a_slate_in_parts_is_there_with_its_last_part_and_in_the_order_of_its_lists() -> None:
    parts = [
        replace(slate(placed(f"c-{n}", f"p-{n}"), unplaced=(out(f"d-{n}"),)), part=n, parts=3)
        for n in (1, 2, 3)
    ]
    assert whole_slates(parts[:2]) == ()
    (whole,) = whole_slates([parts[2], parts[0], parts[1]])
    assert [it.candidate_id for it in whole.placements] == ["c-1", "c-2", "c-3"]
    assert [it.candidate_id for it in whole.unplaced] == ["d-1", "d-2", "d-3"]
    assert (whole.part, whole.parts) == (1, 1)


def test_slates_come_by_run_and_revision() -> None:
    numbers = [(2, 1), (1, 2), (10, 1), (1, 1)]
    found = whole_slates(replace(EXAMPLE, run=run, revision=revision) for run, revision in numbers)
    ordered = [(it.run, it.revision) for it in found]
    assert len(ordered) == 4
    assert all(one < other for one, other in pairwise(ordered))
