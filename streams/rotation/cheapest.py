"""The cheapest way to fill posts: most people who must move, then most posts, then least cost."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from streams.rotation.fairest import fairest
from streams.rotation.market import Column, Flags
from streams.rotation.prices import Prices

EXACT = 1 << 51
"""The solver counts in floating point. Every number it meets lies within the highest price, either
way, so that sums of a few below this are whole numbers without rounding."""


@dataclass(frozen=True)
class CostTooHigh(Exception):
    """Weights or a market so large that the least cost could not be told exactly."""

    highest: int

    def __str__(self) -> str:
        return f"a price of {self.highest} is more than {EXACT}: lower the weights"


@dataclass(frozen=True)
class Offers:
    """Pairs of which some are to be taken, each person and each post at most once."""

    person: Column
    post: Column
    cost: Column
    must_move: Flags
    """Of each pair's person."""
    wish: Column
    """Lower is more wanted by the pair's person."""


def cheapest(offers: Offers, people: int, posts: int) -> tuple[Column, Column]:
    """People and the posts they take; among equally cheap ways the lower person is served first.

    A stay-empty column of its own beside each post makes a full matching out of any. Prices make
    the three aims one number: filling a post is worth more than all costs together, and so is
    preferring somebody who must move. Most who must move and most filled posts never exclude one
    another, since whoever is placed can be kept placed while more posts are filled.
    """
    if not len(offers.cost):
        return offers.person, offers.post
    prize = int(offers.cost.max()) * min(people, posts) + 1
    empty = 2 * prize + 1
    if empty + prize > EXACT:
        raise CostTooHigh(empty + prize)
    price = np.where(offers.must_move, 1, 1 + prize) + offers.cost
    row = np.concatenate([offers.post, np.arange(posts)])
    column = np.concatenate([offers.person, np.arange(people, people + posts)])
    prices = np.concatenate([price, np.full(posts, empty)])
    graph = coo_array((prices, (row, column)), shape=(posts, people + posts)).tocsr()
    _, found = min_weight_full_bipartite_matching(graph)
    wish = np.concatenate([offers.wish, np.zeros(posts, np.int64)])
    listed = Prices(row, column, prices, wish, posts, people + posts)
    person = fairest(listed, found.astype(np.int64), people)
    post = np.flatnonzero(person < people)
    return person[post], post
