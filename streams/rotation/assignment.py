"""The global assignment: the alternative slate, with the least total cost but not stable.

Tiers hold because the first is dealt out entirely before the second. In each, as many people who
must move as possible are placed, then as many posts as possible filled, then at the least cost.
"""

import numpy as np

from streams.rotation.cheapest import Offers, cheapest
from streams.rotation.giving_way import give_way
from streams.rotation.market import (
    FIRST,
    SECOND,
    Column,
    Market,
    Matching,
    Weights,
    matching_of,
    only_locked,
    still_open,
)
from streams.rotation.objective import costs
from streams.rotation.orders import orders_of


def assign(market: Market, weights: Weights) -> Matching:
    """The slate with the least total cost that the tiers allow; locked pairs stay."""
    orders = orders_of(market)
    cost = costs(market, orders, weights)
    wish = np.empty_like(orders.by_person)
    wish[orders.by_person] = np.arange(len(wish))
    in_first = _dealt(market, only_locked(market), cost, wish, FIRST)
    return _dealt(market, give_way(market, orders, in_first), cost, wish, SECOND)


def objective(market: Market, matching: Matching, weights: Weights) -> int:
    """The total cost of a slate's allowed pairs, to compare slates by."""
    taken = matching.post_of[market.person] == market.post
    return int(costs(market, orders_of(market), weights)[taken].sum())


def _dealt(market: Market, matching: Matching, cost: Column, wish: Column, tier: int) -> Matching:
    """What the pairs of a tier add to a matching.

    People stand in the order of the tie-break, which so decides among equally cheap slates.
    """
    rows = np.flatnonzero(still_open(market, matching) & (market.tier == tier))
    people, posts = len(market.people), len(market.posts)
    in_turn = market.tie[market.person[rows]]
    must_move = market.must_move[market.person[rows]]
    offers = Offers(in_turn, market.post[rows], cost[rows], must_move, wish[rows])
    turns, taken = cheapest(offers, people, posts)
    by_turn = np.argsort(market.tie)
    post_of = matching.post_of.copy()
    post_of[by_turn[turns]] = taken
    return matching_of(post_of, posts)
