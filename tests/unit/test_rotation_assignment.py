"""The global assignment: the least total cost of all slates, and tiers that nothing crosses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.rotation.assignment import assign, objective
from streams.rotation.cheapest import CostTooHigh
from streams.rotation.deferred import accept
from streams.rotation.fairest import fairest
from streams.rotation.market import FIRST, NONE, SECOND, UNLISTED, Market, Matching, Weights
from streams.rotation.prices import NotCheapest, Prices
from tests.unit.rotation_markets import (
    NEVER,
    Row,
    every_matching,
    is_matching,
    liking,
    market,
    random_market,
    rows_of,
    standing,
    tiers_crossed,
    with_other_names,
)

WEIGHTS = Weights(person_rank=100, post_rank=10, burden=1)
seeds = st.integers(0, 1 << 32)


def worth(one: Market, matching: Matching, weights: Weights = WEIGHTS) -> tuple[int, int, int]:
    """What a slate is judged by, the lower the better; told apart from the solver's own sums."""
    rows = rows_of(one)
    placed = [(p, q) for p, q in enumerate(matching.post_of.tolist()) if q != NONE]
    must = sum(bool(one.must_move[person]) for person, _ in placed)
    cost = sum(plain_cost(one, rows[pair], weights) for pair in placed if pair in rows)
    return -must, -len(placed), cost


def plain_cost(one: Market, row: int, weights: Weights) -> int:
    """A step down the list, a person strictly before in the tier, a point of burden."""
    person, post = int(one.person[row]), int(one.post[row])
    ranks = one.person_rank[one.person == person].tolist()
    last = max((rank for rank in ranks if rank != UNLISTED), default=0)
    rank = int(one.person_rank[row])
    rivals = np.flatnonzero((one.post == post) & (one.tier == one.tier[row])).tolist()
    before = sum(standing(one, rival)[:-1] < standing(one, row)[:-1] for rival in rivals)
    down = last if rank == UNLISTED else rank - 1
    return (
        weights.person_rank * down
        + weights.post_rank * before
        + weights.burden * int(one.burden[row])
    )


@pytest.mark.parametrize("tier", [FIRST, SECOND])
def test_within_one_tier_no_slate_at_all_is_better(tier: int) -> None:
    for seed in range(150):
        one = random_market(seed, most=5, tiers=(tier,))
        ours = assign(one, WEIGHTS)
        assert is_matching(one, ours)
        assert worth(one, ours) == min(worth(one, other) for other in every_matching(one)), seed


@pytest.mark.parametrize("weights", [Weights(1, 0, 0), Weights(0, 1, 0), Weights(0, 0, 0)])
def test_among_the_best_slates_the_tie_break_says_who_is_served_first(weights: Weights) -> None:
    best_ones = 0
    for seed in range(100):
        one = random_market(seed, most=4, tiers=(SECOND,))
        slates = [*every_matching(one)]
        worths = [worth(one, slate, weights) for slate in slates]
        best = [slate for slate, its in zip(slates, worths, strict=True) if its == min(worths)]
        by_turns = min(best, key=lambda slate: served(one, slate))
        assert assign(one, weights).post_of.tolist() == by_turns.post_of.tolist(), seed
        best_ones += len(best)
    assert best_ones > 130


def served(one: Market, matching: Matching) -> list[tuple[int, ...]]:
    """What each person has, in the order of the tie-break; nothing is worst."""
    rows = rows_of(one)
    turns = np.argsort(one.tie).tolist()
    has = [rows.get((person, int(matching.post_of[person]))) for person in turns]
    return [NEVER if row is None else liking(one, row) for row in has]


def test_the_objective_that_is_told_is_the_sum_of_what_pairs_cost() -> None:
    for seed in range(100):
        one = random_market(seed)
        for slate in (assign(one, WEIGHTS), accept(one)):
            assert objective(one, slate, WEIGHTS) == worth(one, slate)[2]


def test_tiers_are_never_crossed_and_as_many_of_the_first_as_possible_are_placed() -> None:
    gave_way = 0
    for seed in range(600):
        one = random_market(seed, most=6)
        ours = assign(one, WEIGHTS)
        assert is_matching(one, ours)
        assert not tiers_crossed(one, ours), seed
        of_first = only(one, FIRST)
        alone = assign(of_first, WEIGHTS)
        first, best = worth(of_first, within(of_first, ours)), worth(of_first, alone)
        assert first[:2] == best[:2]
        gave_way += first[2] > best[2]
    assert gave_way > 5


def only(one: Market, tier: int) -> Market:
    """The market without the pairs of the other tier, those locked apart."""
    rows = np.flatnonzero(one.tier == tier)
    names = ("person", "post", "person_rank", "tier", "post_rank", "merit", "burden")
    return replace(one, **{name: getattr(one, name)[rows] for name in names})


def within(one: Market, matching: Matching) -> Matching:
    """What of a slate is a pair of that market, or locked."""
    kept = {*rows_of(one), *one.locked}
    post_of = matching.post_of.copy()
    for pair in enumerate(matching.post_of.tolist()):
        if pair not in kept:
            post_of[pair[0]] = NONE
    return Matching(post_of, matching.person_of)


def test_somebody_who_must_move_comes_before_a_volunteer_whom_all_would_rather_have() -> None:
    pairs = {(0, 0): Row(post_rank=1, merit=900), (1, 0): Row(UNLISTED, burden=1000)}
    assert assign(market(pairs, 2, 1), WEIGHTS).person_of.tolist() == [0]
    assert assign(market(pairs, 2, 1, must_move=[1]), WEIGHTS).person_of.tolist() == [1]
    second = {**pairs, (1, 0): Row(tier=SECOND)}
    assert assign(market(second, 2, 1, must_move=[1]), WEIGHTS).person_of.tolist() == [0]


def test_two_are_placed_where_the_stable_slate_places_one() -> None:
    pairs = {(0, 0): Row(1, merit=9), (0, 1): Row(2), (1, 0): Row(1)}
    one = market(pairs, 2, 2)
    assert accept(one).post_of.tolist() == [0, NONE]
    assert assign(one, WEIGHTS).post_of.tolist() == [1, 0]


def test_unfair_burden_is_shared_out_as_far_as_its_weight_goes() -> None:
    pairs = {
        (0, 0): Row(1, burden=1000),
        (0, 1): Row(2),
        (1, 0): Row(2),
        (1, 1): Row(1),
    }
    one = market(pairs, 2, 2)
    heavy = Weights(person_rank=100, post_rank=0, burden=1)
    assert assign(one, heavy).post_of.tolist() == [1, 0]
    light = Weights(person_rank=1000, post_rank=0, burden=1)
    assert assign(one, light).post_of.tolist() == [0, 1]


@settings(max_examples=150, deadline=None)
@given(seed=seeds)
def test_other_names_change_nothing_but_names(seed: int) -> None:
    one = random_market(seed)
    renamed, now = with_other_names(one, seed)
    assert assign(renamed, WEIGHTS).post_of[now].tolist() == assign(one, WEIGHTS).post_of.tolist()


def test_locked_pairs_stay() -> None:
    for seed in range(200):
        one = random_market(seed, locks=3)
        ours = assign(one, WEIGHTS)
        assert all(ours.post_of[person] == post for person, post in one.locked)


@pytest.mark.parametrize("claimed", [[1, 0], [0, 3], [2, 3]])
def test_a_matching_that_is_not_the_cheapest_is_never_taken_for_it(claimed: list[int]) -> None:
    """Two posts, two people and a column beside each post in which it stays empty."""
    row, column, price = np.array(
        [(0, 0, 1), (0, 1, 2), (0, 2, 9), (1, 0, 2), (1, 1, 1), (1, 3, 9)], np.int64
    ).T
    prices = Prices(row, column, price, np.zeros(6, np.int64), 2, 4)
    assert fairest(prices, np.array([0, 1]), 2).tolist() == [0, 1]
    with pytest.raises(NotCheapest):
        fairest(prices, np.array(claimed), 2)


def test_weights_too_large_to_be_exact_are_refused_by_name() -> None:
    pairs = {(0, 0): Row(), (0, 1): Row(burden=1000), (1, 0): Row()}
    with pytest.raises(CostTooHigh, match="lower the weights"):
        assign(market(pairs, 2, 2), Weights(0, 0, 1 << 42))


def test_with_the_largest_weights_one_step_in_a_million_millions_still_counts() -> None:
    weights = Weights(1, 0, (1 << 51) // 6_100)
    for away in (0, 1):
        ranks = {pair: 1 + (sum(pair) % 2 != away) for pair in ((0, 0), (0, 1), (1, 0), (1, 1))}
        pairs = {pair: Row(rank, burden=1000) for pair, rank in ranks.items()}
        assert assign(market(pairs, 2, 2), weights).post_of.tolist() == [away, 1 - away]


def test_a_market_without_pairs_places_only_who_is_locked() -> None:
    assert assign(market({}, 2, 2, locked=[(1, 0)]), WEIGHTS).post_of.tolist() == [NONE, 0]
