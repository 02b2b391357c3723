"""Deferred acceptance: people propose down their lists, posts keep the best who ever asked.

The result is stable and the best that any stable slate gives each person, so nobody gains by
ranking otherwise than they mean it. It does not depend on who proposes first.
"""

from streams.rotation.market import (
    NONE,
    Column,
    Market,
    Matching,
    matching_of,
    only_locked,
    still_open,
)
from streams.rotation.orders import orders_of, starts

_NOBODY = 1 << 62
"""Place of nobody: behind everybody."""


def accept(market: Market) -> Matching:
    """The slate that is best for people among all stable ones; locked pairs are taken out first."""
    locked = only_locked(market)
    orders = orders_of(market)
    rows = orders.by_person
    rows = rows[still_open(market, locked)[rows]]
    begins = starts(market.person[rows], len(market.people))
    held = _held(begins, market.post[rows], orders.place[rows], len(market.posts))
    post_of = locked.post_of.copy()
    for post, person in enumerate(held):
        if person != NONE:
            post_of[person] = post
    return matching_of(post_of, len(market.posts))


def _held(begins: Column, post_at: Column, place_at: Column, posts: int) -> list[int]:
    """Of each post who holds it in the end; `post_at` and `place_at` are everybody's lists."""
    # Views give numbers one by one: lists of twenty million would take a gigabyte.
    post_in, place_in = post_at.data, place_at.data
    end_of = begins[1:].tolist()
    goes_on = begins[:-1].tolist()
    holder, place_held = [NONE] * posts, [_NOBODY] * posts
    for proposer in range(len(end_of)):
        person = proposer
        while person != NONE:
            at, end = goes_on[person], end_of[person]
            while at < end and place_in[at] >= place_held[post_in[at]]:
                at += 1
            goes_on[person] = at + 1
            if at >= end:
                break
            post = post_in[at]
            holder[post], person = person, holder[post]
            place_held[post] = place_in[at]
    return holder
