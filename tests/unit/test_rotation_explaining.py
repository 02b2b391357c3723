"""A slate says of each placement, unplaced person and unfilled post why; couples get options."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from streams.rotation.assignment import assign
from streams.rotation.blocking import blocking_pairs
from streams.rotation.couples import JointOption, Place, joint_options
from streams.rotation.deferred import accept
from streams.rotation.explaining import Explanation
from streams.rotation.market import (
    NONE,
    SECOND,
    UNLISTED,
    Market,
    Matching,
    Weights,
    matching_of,
)
from streams.rotation.reasons import Placement, Refusal, Unfilled, Unplaced, Why
from tests.unit.rotation_markets import Row, market, random_market

WEIGHTS = Weights(100, 10, 1)


def told(one: Market, matching: Matching, length: int = 10) -> Explanation:
    return Explanation(one, matching, length)


def edited(*post_of: int, posts: int) -> Matching:
    return matching_of(np.array(post_of, np.int64), posts)


@pytest.mark.parametrize(
    ("holder", "refused", "why"),
    [
        (Row(), Row(tier=SECOND, post_rank=1, merit=9), "TIER"),
        (Row(post_rank=1), Row(post_rank=2, merit=9), "STATED_RANK"),
        (Row(post_rank=7), Row(merit=9), "STATED_RANK"),
        (Row(merit=9, burden=1), Row(merit=9, burden=2), "MERIT"),
        (Row(merit=3), Row(merit=3), "TIE_BREAK"),
    ],
)
def test_a_refusal_names_who_has_the_post_and_the_first_key_that_put_them_before(
    holder: Row, refused: Row, why: Why
) -> None:
    one = market({(0, 0): holder, (1, 0): refused, (1, 1): Row(UNLISTED, burden=250)}, 2, 2)
    placements = [*told(one, accept(one)).placements()]
    assert placements[0].refusals == ()
    refusal = Refusal("q0", 1, "p0", why)
    assert placements[1] == Placement("p1", "q1", None, True, False, False, 250, 1, (refusal,))


def test_an_unplaced_person_is_told_who_has_what_they_wanted() -> None:
    one = market({(0, 0): Row(merit=1), (1, 0): Row()}, 3, 1, must_move=[1])
    assert [*told(one, accept(one)).unplaced()] == [
        Unplaced("p1", True, "ALL_TO_OTHERS", 1, (Refusal("q0", 1, "p0", "MERIT"),)),
        Unplaced("p2", False, "NO_ACCEPTABLE_POST", 0, ()),
    ]


def test_lists_have_a_length_and_a_full_count() -> None:
    pairs = {(0, post): Row(merit=9, person_rank=1) for post in range(5)}
    pairs |= {(person, post): Row(post + 1) for person in range(1, 7) for post in range(5)}
    one = market(pairs, 7, 5)
    unplaced = [*told(one, accept(one), length=2).unplaced()]
    assert [(each.refused, len(each.refusals)) for each in unplaced] == [(5, 2), (5, 2)]
    assert [refusal.rank for refusal in unplaced[0].refusals] == [1, 2]


def test_an_unfilled_post_tells_why_and_what_those_have_who_could_take_it() -> None:
    one = market({(0, 0): Row(1), (0, 1): Row(2), (1, 1): Row(2)}, 2, 3, locked=[(1, 0)])
    free = replace(one, locked=())
    moved = edited(NONE, 1, posts=3)
    assert [*told(free, accept(free)).unfilled()] == [Unfilled("q2", "NOBODY_ACCEPTABLE", 0, ())]
    assert next(told(free, moved).unfilled()) == Unfilled(
        "q0", "COULD_BE_FILLED", 1, (("p0", None),)
    )
    content = market({(0, 0): Row(1), (0, 1): Row(2)}, 1, 2)
    (unfilled,) = told(content, accept(content)).unfilled()
    assert unfilled == Unfilled("q1", "ALL_CONTENT_ELSEWHERE", 1, (("p0", "q0"),))
    held = replace(content, locked=((0, 1),))
    (unfilled,) = told(held, accept(held)).unfilled()
    assert unfilled == Unfilled("q0", "LOCKED_ELSEWHERE", 1, (("p0", "q1"),))


def test_a_lock_is_told_and_so_is_that_it_goes_against_a_rule() -> None:
    one = market({(0, 0): Row(), (1, 0): Row(merit=9)}, 2, 2, locked=[(0, 0), (1, 1)])
    first, second = told(one, accept(one)).placements()
    assert (first.allowed, first.locked) == (True, True)
    assert (second.allowed, second.locked, second.rank, second.unfair_burden) == (
        False,
        True,
        None,
        None,
    )
    assert second.refusals == (Refusal("q0", 1, "p0", "LOCKED"),)
    blocked = blocking_pairs(one, accept(one))
    assert (blocked.person.tolist(), blocked.by_lock.tolist()) == ([1], [True])


def test_whom_only_a_lock_keeps_out_could_not_be_placed() -> None:
    one = market({(0, 0): Row(), (1, 0): Row(merit=9)}, 2, 1, locked=[(0, 0)])
    (unplaced,) = told(one, accept(one)).unplaced()
    assert (unplaced.why, unplaced.refusals[0].why) == ("ALL_TO_OTHERS", "LOCKED")


def test_an_edit_shows_as_a_choice_and_its_blocking_pairs_say_whom_it_wrongs() -> None:
    one = market({(0, 0): Row(merit=9), (1, 0): Row(), (0, 1): Row(2), (1, 1): Row(2)}, 2, 2)
    swapped = edited(1, 0, posts=2)
    first, second = told(one, swapped).placements()
    assert first.refusals == (Refusal("q0", 1, "p1", "PLACED_BY_CHOICE"),)
    assert second.refusals == ()
    found = blocking_pairs(one, swapped)
    assert (found.person.tolist(), found.post.tolist()) == ([0], [0])
    assert (found.person_has.tolist(), found.post_has.tolist()) == ([1], [1])
    assert not found.by_lock.any()


def test_a_slate_counts_everybody_and_every_post_once_and_agrees_with_its_blocking_pairs() -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        one = random_market(seed, locks=2)
        for slate in (accept(one), assign(one, WEIGHTS)):
            reasons = told(one, slate)
            placements, unplaced = [*reasons.placements()], [*reasons.unplaced()]
            everybody: list[Placement | Unplaced] = [*placements, *unplaced]
            assert sorted(each.person for each in everybody) == sorted(one.people)
            posts = [each.post for each in placements]
            posts += [each.post for each in reasons.unfilled()]
            assert sorted(posts) == sorted(one.posts)
            wronged = {
                (one.people[person], one.posts[post])
                for person, post, locked in unlocked_pairs(one, slate)
                if not locked
            }
            assert wronged == {
                (each.person, refusal.post)
                for each in everybody
                if not (isinstance(each, Placement) and each.locked)
                for refusal in each.refusals
                if refusal.why in {"PLACED_BY_CHOICE", "LEFT_EMPTY"}
            }
            seen.update(each.why for each in unplaced)
            seen.update(each.why for each in reasons.unfilled())
    assert seen["COULD_BE_PLACED"] > 5
    assert min(seen[why] for why in ("ALL_TO_OTHERS", "ALL_CONTENT_ELSEWHERE")) > 50


def unlocked_pairs(one: Market, slate: Matching) -> list[tuple[int, int, bool]]:
    found = blocking_pairs(one, slate)
    columns = (found.person.tolist(), found.post.tolist(), found.by_lock.tolist())
    return [*zip(*columns, strict=True)]


KISUMU, NAIROBI, DAKAR = Place("KIS", "KEN"), Place("NBO", "KEN"), Place("DKR", "SEN")


def test_a_couple_is_offered_what_displaces_fewest_then_one_station_then_what_they_ranked() -> None:
    pairs = {
        (0, 0): Row(1),
        (0, 3): Row(2),
        (1, 1): Row(1),
        (1, 2): Row(2),
        (1, 4): Row(3),
        (2, 1): Row(1, merit=9),
    }
    one = market(pairs, 3, 5, couples=[(0, 1)])
    where = [NAIROBI, NAIROBI, KISUMU, DAKAR, DAKAR]
    matching = accept(one)
    assert matching.post_of.tolist() == [0, 2, 1]
    (options,) = joint_options(one, matching, where, most=9)
    assert options == (
        JointOption((0, 1), (3, 4), "STATION", (), (2, 3)),
        JointOption((0, 1), (0, 2), "COUNTRY", (), (1, 2)),
        JointOption((0, 1), (0, 1), "STATION", (2,), (1, 1)),
    )
    assert joint_options(one, matching, where, most=1) == [options[:1]]


def test_a_couple_s_options_undo_no_lock() -> None:
    pairs = {(0, 0): Row(1), (0, 1): Row(2), (1, 0): Row(2), (1, 1): Row(1), (1, 2): Row(3)}
    where = [NAIROBI, NAIROBI, NAIROBI]
    one = market(pairs, 3, 3, locked=[(2, 1)], couples=[(0, 1)])
    (options,) = joint_options(one, accept(one), where, most=9)
    assert [option.posts for option in options] == [(0, 2)]
    own = replace(one, locked=((0, 1),))
    (options,) = joint_options(own, accept(own), where, most=9)
    assert [option.posts for option in options] == [(1, 0), (1, 2)]


def test_a_couple_without_two_posts_near_one_another_is_offered_nothing() -> None:
    one = market({(0, 0): Row(), (1, 0): Row(), (1, 1): Row()}, 2, 2, couples=[(0, 1)])
    assert joint_options(one, accept(one), [NAIROBI, DAKAR], most=9) == [()]
