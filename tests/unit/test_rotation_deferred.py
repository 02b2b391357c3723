"""Deferred acceptance: stable, best for people, and the same whatever people are called."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from streams.rotation.blocking import blocking_pairs
from streams.rotation.deferred import accept
from streams.rotation.market import FIRST, NONE, SECOND, UNLISTED, Market, matching_of
from tests.unit.rotation_markets import (
    Asked,
    Row,
    by_rank,
    every_matching,
    full_strict_market,
    is_matching,
    liking,
    market,
    random_market,
    rows_of,
    standing,
    strict_market,
    tiers_crossed,
    unlocked,
    with_other_names,
)

THOUSANDS = range(2_000)
seeds = st.integers(0, 1 << 32)


def test_no_pair_would_rather_have_each_other_in_thousands_of_random_markets() -> None:
    placed = 0
    for seed in THOUSANDS:
        one = random_market(seed)
        matching = accept(one)
        assert is_matching(one, matching), seed
        assert not unlocked(one, Asked(one, liking).blocking(matching)), seed
        placed += int((matching.post_of != NONE).sum())
    assert placed > 2 * len(THOUSANDS)


def test_locked_pairs_stay_even_against_a_rule_and_what_they_cost_is_told() -> None:
    told = 0
    for seed in range(500):
        one = random_market(seed, locks=3)
        matching = accept(one)
        for person, post in one.locked:
            assert matching.post_of[person] == post
        found = blocking_pairs(one, matching)
        assert found.by_lock.all()
        told += len(found)
    assert told > 100


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_blocking_pairs_of_any_edited_slate_are_those_that_asking_everybody_finds(
    seed: int,
) -> None:
    one, dice = random_market(seed), Random(seed)
    posts = dice.sample([*range(len(one.posts)), *[NONE] * len(one.people)], len(one.people))
    edited = matching_of(np.array(posts, np.int64), len(one.posts))
    found = blocking_pairs(one, edited)
    assert [*zip(found.person.tolist(), found.post.tolist(), strict=True)] == Asked(
        one, by_rank
    ).blocking(edited)
    assert (found.person_has == edited.post_of[found.person]).all()
    assert (found.post_has == edited.person_of[found.post]).all()


def test_no_stable_slate_is_better_for_anybody() -> None:
    compared = 0
    for seed in range(200):
        one = full_strict_market(seed, size=4) if seed % 2 else random_market(seed, most=4)
        ours, rows, asked = accept(one), rows_of(one), Asked(one, liking)
        stable = [
            other for other in every_matching(one) if not unlocked(one, asked.blocking(other))
        ]
        assert stable
        compared += len(stable) - 1
        free = [person for person in range(len(one.people)) if person not in dict(one.locked)]
        for person in free:
            mine = rows.get((person, int(ours.post_of[person])))
            for other in stable:
                theirs = rows.get((person, int(other.post_of[person])))
                assert (mine is None) == (theirs is None)
                if mine is not None and theirs is not None:
                    assert asked.likes[mine] <= asked.likes[theirs]
    assert compared > 30


@pytest.mark.parametrize("block", range(4))
def test_a_published_implementation_finds_the_same_where_nobody_is_indifferent(
    block: int,
) -> None:
    for seed in range(block * 60, block * 60 + 60):
        one = strict_market(seed, most=12)
        if len(one.person):
            assert accept(one).post_of.tolist() == published(one), seed


def published(one: Market) -> list[int]:
    """What the package `matching` finds, with posts as hospitals of one place."""
    people: dict[int, list[tuple[int, int]]] = {}
    posts: dict[int, list[tuple[int, int]]] = {}
    for (person, post), row in rows_of(one).items():
        people.setdefault(person, []).append((int(one.person_rank[row]), post))
        posts.setdefault(post, []).append((int(one.post_rank[row]), person))
    game = HospitalResident.create_from_dictionaries(
        {person: [post for _, post in sorted(wanted)] for person, wanted in people.items()},
        {post: [person for _, person in sorted(ranked)] for post, ranked in posts.items()},
        dict.fromkeys(posts, 1),
    )
    post_of = [NONE] * len(one.people)
    for post, residents in game.solve(optimal="resident").items():
        for resident in residents:
            post_of[resident.name] = post.name
    return post_of


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_other_names_change_nothing_but_names(seed: int) -> None:
    one = random_market(seed)
    renamed, now = with_other_names(one, seed)
    assert accept(renamed).post_of[now].tolist() == accept(one).post_of.tolist()


@settings(max_examples=100, deadline=None)
@given(seed=seeds)
def test_nobody_of_the_second_tier_has_a_post_that_one_of_the_first_would_rather_have(
    seed: int,
) -> None:
    one = random_market(seed)
    assert not tiers_crossed(one, accept(one))


def test_an_unlisted_post_is_taken_only_when_no_ranked_one_is_to_be_had() -> None:
    row = Row(merit=1)
    one = market(
        {(0, 0): Row(UNLISTED, merit=9), (0, 1): row, (1, 1): Row(merit=2), (1, 0): row}, 2, 2
    )
    both_want_q1 = replace(one, person_rank=np.array([UNLISTED, 1, 2, 1], np.int64))
    assert accept(both_want_q1).post_of.tolist() == [0, 1]
    assert accept(
        replace(both_want_q1, merit=np.array([9, 3, 1, 2], np.int64))
    ).post_of.tolist() == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Row(tier=FIRST, post_rank=9), Row(tier=SECOND, post_rank=1, merit=5)),
        (Row(post_rank=1), Row(post_rank=2, merit=5)),
        (Row(post_rank=9), Row(merit=5)),
        (Row(merit=500, burden=100), Row(merit=600, burden=300)),
    ],
)
def test_a_post_keeps_the_tier_then_the_stated_rank_then_the_adjusted_merit(
    better: Row, worse: Row
) -> None:
    for pairs in ({(0, 0): better, (1, 0): worse}, {(1, 0): better, (0, 0): worse}):
        (expected,) = (person for (person, _), row in pairs.items() if row is better)
        assert accept(market(pairs, 2, 1)).person_of.tolist() == [expected]


def test_equals_are_told_apart_by_the_tie_break_alone() -> None:
    pairs = {(person, 0): Row() for person in range(3)}
    for tie in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        held = accept(market(pairs, 3, 1, tie)).person_of.tolist()
        assert held == [tie.index(0)]


def test_a_market_without_pairs_people_or_posts_places_only_who_is_locked() -> None:
    assert accept(market({}, 0, 0)).post_of.tolist() == []
    assert accept(market({}, 2, 1, locked=[(1, 0)])).post_of.tolist() == [NONE, 0]


def test_large_numbers_that_fit_no_one_word_order_people_all_the_same() -> None:
    for seed in range(100):
        one = random_market(seed)
        large = replace(one, merit=one.merit * (1 << 50), burden=one.burden * (1 << 50))
        assert accept(large).post_of.tolist() == accept(one).post_of.tolist()


def test_the_plain_order_of_a_post_is_strict() -> None:
    for seed in range(50):
        one = random_market(seed)
        for post in range(len(one.posts)):
            order = sorted(standing(one, row) for row in np.flatnonzero(one.post == post).tolist())
            assert all(before < after for before, after in pairwise(order))
