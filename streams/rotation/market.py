"""What a slate is made from, and what it is: the pairs allowed, and who takes what."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNLISTED: Final = 1_000_000
"""The person's rank of a post that was not ranked but is acceptable: after all that were ranked."""
IMPUTED: Final = 0
"""The post's rank of a person whom the hiring side did not rank: their merit orders them."""
FIRST, SECOND = 1, 2
"""The consideration tiers."""
NONE: Final = -1
"""No post, or nobody."""


@dataclass(frozen=True)
class Market:
    """Who could take what: one row of the pair columns for each pair that no hard rule forbids."""

    people: tuple[str, ...]
    """Candidate ids, sorted. Somebody with several memberships is here once and takes one place."""
    posts: tuple[str, ...]
    """Post ids, sorted."""
    person: Column
    """Indexes of people, one for each pair; sorted by (person, post), no pair twice."""
    post: Column
    person_rank: Column
    """1 is most wanted; equal ranks are equally welcome; or UNLISTED."""
    tier: Column
    """The person's consideration tier at the post."""
    post_rank: Column
    """The hiring side's stated rank, 1 is best, ties allowed; or IMPUTED."""
    merit: Column
    """The imputed order: a higher score is better."""
    burden: Column
    """0 fair to 1000 unfair: what the pair adds to the person's share of hardship. It is taken
    off the merit, so the two are in the same points."""
    tie: Column
    """Of each person: a dense unique position in the documented tie-break, 0 is best."""
    must_move: Flags
    """Of each person."""
    locked: tuple[tuple[int, int], ...]
    """(Person, post) that people hold fast, each person and post once; rules may forbid them."""
    couples: tuple[tuple[int, int], ...] = ()

    @property
    def adjusted_merit(self) -> Column:
        """Merit less the unfair burden that the pair would add."""
        return self.merit - self.burden


@dataclass(frozen=True)
class Weights:
    """Of the objective of the global assignment, from the rule set."""

    person_rank: int
    post_rank: int
    burden: int


@dataclass(frozen=True)
class Matching:
    """Who takes what; a recommendation to people."""

    post_of: Column
    """Of each person the post, or NONE."""
    person_of: Column
    """Of each post the person, or NONE."""


def matching_of(post_of: Column, posts: int) -> Matching:
    """Both directions from one."""
    person_of = np.full(posts, NONE, np.int64)
    placed = np.flatnonzero(post_of != NONE)
    person_of[post_of[placed]] = placed
    return Matching(post_of, person_of)


def only_locked(market: Market) -> Matching:
    """Where every slate begins: the pairs that people hold fast, and nothing else."""
    post_of = np.full(len(market.people), NONE, np.int64)
    for person, post in market.locked:
        post_of[person] = post
    return matching_of(post_of, len(market.posts))


def still_open(market: Market, matching: Matching) -> Flags:
    """The pairs of which neither side has anything yet."""
    free_person, free_post = matching.post_of == NONE, matching.person_of == NONE
    both: Flags = free_person[market.person] & free_post[market.post]
    return both


def matched_rows(market: Market, matching: Matching) -> tuple[Column, Column]:
    """Of each person, and of each post, the row of the pair they have, or NONE.

    NONE also where the pair is none of the market's, as after a lock or an edit against a rule.
    """
    rows = np.flatnonzero(matching.post_of[market.person] == market.post)
    of_person = np.full(len(market.people), NONE, np.int64)
    of_post = np.full(len(market.posts), NONE, np.int64)
    of_person[market.person[rows]] = rows
    of_post[market.post[rows]] = rows
    return of_person, of_post


def values_at(column: Column, rows: Column, otherwise: int) -> Column:
    """A column's values at some rows, and the other value where there is no row."""
    values = np.full(len(rows), otherwise, np.int64)
    there = rows != NONE
    values[there] = column[rows[there]]
    return values
