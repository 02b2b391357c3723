"""Between the tiers: nobody of the second gets a post that one of the first would rather have.

Least cost may leave a post empty that somebody of the first tier wants more than what they got.
Before the second tier could take it, it is theirs.
"""

from collections import deque

import numpy as np

from streams.rotation.market import (
    FIRST,
    NONE,
    Column,
    Flags,
    Market,
    Matching,
    matched_rows,
    matching_of,
    values_at,
)
from streams.rotation.orders import Orders, starts

_CONTENT = 0
"""A rank that no post is below."""


def give_way(market: Market, orders: Orders, dealt: Matching) -> Matching:
    """The first tier's assignment, with empty posts handed to those who would rather have them.

    Each hand-over gives somebody what they want more and leaves their post to the next; who is
    placed does not change, and so neither who could still take a post.
    """
    wanted = _wanted_by_the_rest(market, dealt)
    rank_now = _rank_now(market, dealt)
    begins = starts(market.post[orders.by_post], len(market.posts))
    post_of = dealt.post_of.copy()
    empty = deque(np.flatnonzero(wanted & (dealt.person_of == NONE)).tolist())
    while empty:
        post = empty.popleft()
        rows = orders.by_post[begins[post] : begins[post + 1]]
        rather = market.person_rank[rows] < rank_now[market.person[rows]]
        rows = rows[rather & (market.tier[rows] == FIRST)]
        if not len(rows):
            continue
        person = market.person[rows[0]]
        left = int(post_of[person])
        post_of[person], rank_now[person] = post, market.person_rank[rows[0]]
        if wanted[left]:
            empty.append(left)
    return matching_of(post_of, len(market.posts))


def _wanted_by_the_rest(market: Market, dealt: Matching) -> Flags:
    """Of each post whether anybody not placed yet could take it."""
    wanted = np.zeros(len(market.posts), np.bool_)
    wanted[market.post[dealt.post_of[market.person] == NONE]] = True
    return wanted


def _rank_now(market: Market, dealt: Matching) -> Column:
    """The rank of what each person has; locked people and those without a post are left alone."""
    row, _ = matched_rows(market, dealt)
    rank = values_at(market.person_rank, row, _CONTENT)
    for person, _ in market.locked:
        rank[person] = _CONTENT
    return rank
