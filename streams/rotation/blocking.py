"""Blocking pairs: a person and a post who would both rather have each other than what they have."""

from dataclasses import dataclass

import numpy as np

from streams.rotation.market import Column, Flags, Market, Matching, matched_rows, values_at
from streams.rotation.orders import orders_of

_NOTHING = 1 << 62
"""The rank of no post, and the place of nobody. Against a rule is no better: any allowed pair is
preferred to it."""


@dataclass(frozen=True)
class BlockingPairs:
    """One element for each pair, in the order of the market's rows; none in a stable slate."""

    row: Column
    """The market's row."""
    person: Column
    post: Column
    person_has: Column
    """The post they have instead, or NONE."""
    post_has: Column
    """The person who has the post instead, or NONE."""
    by_lock: Flags
    """Whether a locked pair is in the way: it stays, and this is what it costs."""

    def __len__(self) -> int:
        return len(self.row)


def blocking_pairs(market: Market, matching: Matching) -> BlockingPairs:
    """All of them, also of a slate that people edited.

    A person prefers by their own ranks alone: who ranked two posts equally is not wronged by
    either. A post prefers by its whole order, the tie-break included, for that was promised to all.
    """
    place = orders_of(market).place
    of_person, of_post = matched_rows(market, matching)
    rank_now = values_at(market.person_rank, of_person, _NOTHING)
    place_now = values_at(place, of_post, _NOTHING)
    wishes = market.person_rank < rank_now[market.person]
    row = np.flatnonzero(wishes & (place < place_now[market.post]))
    person, post = market.person[row], market.post[row]
    return BlockingPairs(
        row,
        person,
        post,
        matching.post_of[person],
        matching.person_of[post],
        _locked(market, matching, person, post),
    )


def _locked(market: Market, matching: Matching, person: Column, post: Column) -> Flags:
    """Whether what either side has is locked; an edit may have broken a lock."""
    people, posts = np.zeros(len(market.people), np.bool_), np.zeros(len(market.posts), np.bool_)
    for held, at in market.locked:
        if matching.post_of[held] == at:
            people[held] = posts[at] = True
    either: Flags = people[person] | posts[post]
    return either
