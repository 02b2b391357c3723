"""A made-up rotation exercise: posts and people of eight profiles, wishes that crowd together."""

from dataclasses import dataclass

import numpy as np

from streams.rotation.market import FIRST, IMPUTED, SECOND, UNLISTED, Column, Market

PROFILES = 8
CHOICES = 6
ANY_AVAILABLE = 0.2
"""Share of people who would take any post of their profile, after those they ranked."""
TWO_PROFILES = 0.2
"""Share of people with memberships in two profiles."""
MUST_MOVE, OF_FIRST_TIER, RANKED_BY_POST = 0.3, 0.7, 0.3


@dataclass(frozen=True)
class _Wishes:
    person: Column
    post: Column
    rank: Column


def exercise(posts: int, people: int, seed: int = 15) -> Market:
    """The same for every run; post q belongs to profile q modulo eight."""
    chance = np.random.default_rng(seed)
    wishes = _wishes(chance, posts, people)
    pairs = len(wishes.post)
    stated = chance.random(pairs) < RANKED_BY_POST
    return Market(
        tuple(f"c-{number:07}" for number in range(people)),
        tuple(f"post-{number:06}" for number in range(posts)),
        wishes.person,
        wishes.post,
        wishes.rank,
        np.where(chance.random(pairs) < OF_FIRST_TIER, FIRST, SECOND),
        np.where(stated, chance.integers(1, 11, pairs), IMPUTED),
        chance.integers(0, 10_000, pairs),
        chance.choice(np.array([0, 0, 0, 250, 500, 1000]), pairs),
        chance.permutation(people),
        chance.random(people) < MUST_MOVE,
        (),
    )


def _wishes(chance: np.random.Generator, posts: int, people: int) -> _Wishes:
    """Sorted by person and post."""
    persons, wanted, ranks = [], [], []
    for person in range(people):
        mine = _within_reach(chance, posts)
        # The square of an even chance: a quarter of a profile's posts draws half of all wishes.
        at = (len(mine) * chance.random(CHOICES * 3) ** 2).astype(np.int64)
        chosen = np.unique(mine[at])
        chosen = chance.permutation(chosen)[:CHOICES]
        rank = np.full(posts, 0, np.int64)
        if chance.random() < ANY_AVAILABLE:
            rank[mine] = UNLISTED
        rank[chosen] = np.arange(1, len(chosen) + 1)
        open_to = np.flatnonzero(rank)
        persons.append(np.full(len(open_to), person, np.int64))
        wanted.append(open_to)
        ranks.append(rank[open_to])
    return _Wishes(np.concatenate(persons), np.concatenate(wanted), np.concatenate(ranks))


def _within_reach(chance: np.random.Generator, posts: int) -> Column:
    """The posts of a person's one or two profiles."""
    held = chance.choice(PROFILES, 1 + (chance.random() < TWO_PROFILES), replace=False)
    return np.sort(np.concatenate([np.arange(profile, posts, PROFILES) for profile in held]))
