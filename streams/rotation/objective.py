"""The stated objective of the global assignment: what each pair costs, in whole numbers.

A pair costs `weights.person_rank` for each step down the person's list, `weights.post_rank` for
each person of the tier whom the post's order has before this one, at most a thousand, and
`weights.burden` for each point of unfair burden.
"""

import numpy as np

from streams.rotation.market import UNLISTED, Column, Market, Weights
from streams.rotation.orders import Orders

MOST_STEPS = 1_000
"""Nobody tells the thousandth place from the next, and costs stay small enough to be exact."""


def costs(market: Market, orders: Orders, weights: Weights) -> Column:
    """The cost of each pair."""
    cost: Column = (
        weights.person_rank * np.minimum(steps_down(market), MOST_STEPS)
        + weights.post_rank * np.minimum(orders.step, MOST_STEPS)
        + weights.burden * market.burden
    )
    return cost


def steps_down(market: Market) -> Column:
    """How far a post is down the person's list; unlisted ones come one step after the last rank.

    Who ranked nothing is as content with any.
    """
    listed = market.person_rank != UNLISTED
    last = np.zeros(len(market.people), np.int64)
    np.maximum.at(last, market.person[listed], market.person_rank[listed])
    steps: Column = np.where(listed, market.person_rank - 1, last[market.person])
    return steps
