"""Random small markets, and what holds of them told plainly: orders, stability, every matching."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

import numpy as np

from streams.rotation.market import (
    FIRST,
    IMPUTED,
    NONE,
    SECOND,
    UNLISTED,
    Market,
    Matching,
    matching_of,
)

Pair = tuple[int, int]
NEVER = (1 << 40,)
"""Behind everything that somebody might have."""


@dataclass(frozen=True)
class Row:
    """One pair's facts."""

    person_rank: int = 1
    tier: int = FIRST
    post_rank: int = IMPUTED
    merit: int = 0
    burden: int = 0


def market(
    pairs: Mapping[Pair, Row],
    people: int,
    posts: int,
    tie: Sequence[int] | None = None,
    must_move: Sequence[int] = (),
    locked: Sequence[Pair] = (),
    couples: Sequence[Pair] = (),
) -> Market:
    """People p0, p1 and so on; posts q0, q1."""
    keys = sorted(pairs)
    rows = [pairs[key] for key in keys]

    def column(values: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, np.int64)

    flags = np.zeros(people, np.bool_)
    flags[list(must_move)] = True
    return Market(
        tuple(f"p{number}" for number in range(people)),
        tuple(f"q{number}" for number in range(posts)),
        column([person for person, _ in keys]),
        column([post for _, post in keys]),
        column([row.person_rank for row in rows]),
        column([row.tier for row in rows]),
        column([row.post_rank for row in rows]),
        column([row.merit for row in rows]),
        column([row.burden for row in rows]),
        column(range(people) if tie is None else tie),
        flags,
        tuple(locked),
        tuple(couples),
    )


def random_market(
    seed: int, most: int = 8, tiers: Sequence[int] = (FIRST, SECOND), locks: int = 1
) -> Market:
    """With ties, unlisted posts, imputed ranks, burdens, both tiers, must-move people and locks."""
    dice = Random(seed)
    people, posts = dice.randint(1, most), dice.randint(1, most)
    density = dice.choice([0.3, 0.6, 1.0])
    pairs = {
        pair: _random_row(dice, posts, tiers)
        for pair in product(range(people), range(posts))
        if dice.random() < density
    }
    held = min(dice.randint(0, locks), people, posts)
    locked = zip(dice.sample(range(people), held), dice.sample(range(posts), held), strict=True)
    must_move = [person for person in range(people) if dice.random() < 0.3]
    tie = dice.sample(range(people), people)
    return market(pairs, people, posts, tie, must_move, tuple(locked))


def _random_row(dice: Random, posts: int, tiers: Sequence[int]) -> Row:
    return Row(
        dice.choice([UNLISTED, *range(1, posts + 1)]),
        dice.choice(tiers),
        dice.choice([IMPUTED, IMPUTED, 1, 2, 3]),
        dice.randint(0, 3) * 100,
        dice.choice([0, 0, 100, 1000]),
    )


def strict_market(seed: int, most: int) -> Market:
    """Nobody is indifferent: all rank what they could take, and so does every post."""
    return _strict(random_market(seed, most, tiers=(FIRST,), locks=0), seed)


def full_strict_market(seed: int, size: int) -> Market:
    """As many posts as people, and all could take all: most have several stable slates."""
    pairs = dict.fromkeys(product(range(size), range(size)), Row())
    return _strict(market(pairs, size, size), seed)


def _strict(one: Market, seed: int) -> Market:
    dice, posts, people = Random(seed), len(one.posts), len(one.people)
    wishes = [iter(dice.sample(range(1, posts + 1), posts)) for _ in one.people]
    ranking = [iter(dice.sample(range(1, people + 1), people)) for _ in one.posts]
    return replace(
        one,
        person_rank=np.array([next(wishes[p]) for p in one.person.tolist()], np.int64),
        post_rank=np.array([next(ranking[q]) for q in one.post.tolist()], np.int64),
    )


def rows_of(one: Market) -> dict[Pair, int]:
    """The row of each pair."""
    pairs = zip(one.person.tolist(), one.post.tolist(), strict=True)
    return {pair: row for row, pair in enumerate(pairs)}


def standing(one: Market, row: int) -> tuple[int, ...]:
    """What a post orders people by, as the words of the documented order say it."""
    stated = int(one.post_rank[row])
    return (
        int(one.tier[row]),
        1 if stated == IMPUTED else 0,
        stated,
        int(one.burden[row]) - int(one.merit[row]),
        int(one.tie[one.person[row]]),
    )


def liking(one: Market, row: int) -> tuple[int, ...]:
    """What a person orders posts by: rank, then how well the post places them, then the post."""
    rivals = np.flatnonzero(one.post == one.post[row]).tolist()
    before = sum(standing(one, rival) < standing(one, row) for rival in rivals)
    return int(one.person_rank[row]), before, int(one.post[row])


class Asked:
    """Every pair of a market asked once what both sides think of it."""

    def __init__(self, one: Market, liked: Callable[[Market, int], tuple[int, ...]]) -> None:
        self._rows = rows_of(one)
        self.likes = [liked(one, row) for row in self._rows.values()]
        self._stands = [standing(one, row) for row in self._rows.values()]

    def blocking(self, matching: Matching) -> list[Pair]:
        """Pairs who would both rather have each other."""
        post_of, person_of = matching.post_of.tolist(), matching.person_of.tolist()
        has = [self._rows.get(pair) for pair in enumerate(post_of)]
        held = [self._rows.get((person, post)) for post, person in enumerate(person_of)]
        return [
            (person, post)
            for (person, post), row in self._rows.items()
            if self.likes[row] < _at(self.likes, has[person])
            and self._stands[row] < _at(self._stands, held[post])
        ]


def _at(values: Sequence[tuple[int, ...]], row: int | None) -> tuple[int, ...]:
    return NEVER if row is None else values[row]


def by_rank(one: Market, row: int) -> tuple[int, ...]:
    """A person's own ranks alone."""
    return (int(one.person_rank[row]),)


def unlocked(one: Market, pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs of which neither side is locked."""
    people, posts = {p for p, _ in one.locked}, {q for _, q in one.locked}
    return [(p, q) for p, q in pairs if p not in people and q not in posts]


def every_matching(one: Market) -> Iterator[Matching]:
    """All ways to place anybody or nobody, with the locked pairs in each."""
    held = dict(one.locked)
    choices: list[list[int]] = []
    for person in range(len(one.people)):
        posts = one.post[one.person == person].tolist()
        free = [post for post in posts if post not in held.values()]
        choices.append([held[person]] if person in held else [NONE, *free])
    for taken in product(*choices):
        posts = [post for post in taken if post != NONE]
        if len(set(posts)) == len(posts):
            yield matching_of(np.array(taken, np.int64), len(one.posts))


def is_matching(one: Market, matching: Matching) -> bool:
    """Both directions agree, and every pair is allowed or locked."""
    rows = rows_of(one)
    placed = [(p, q) for p, q in enumerate(matching.post_of.tolist()) if q != NONE]
    held = [(p, q) for q, p in enumerate(matching.person_of.tolist()) if p != NONE]
    allowed = all(pair in rows or pair in one.locked for pair in placed)
    return allowed and placed == sorted(held)


def with_other_names(one: Market, seed: int) -> tuple[Market, list[int]]:
    """The same people under ids that sort otherwise, and the new index of each."""
    now = Random(seed).sample(range(len(one.people)), len(one.people))
    before = np.argsort(now)
    person = np.array(now, np.int64)[one.person]
    order = np.lexsort((one.post, person))
    columns = {
        name: getattr(one, name)[order]
        for name in ("post", "person_rank", "tier", "post_rank", "merit", "burden")
    }
    renamed = replace(
        one,
        person=person[order],
        **columns,
        tie=one.tie[before],
        must_move=one.must_move[before],
        locked=tuple((now[p], q) for p, q in one.locked),
    )
    return renamed, now


def tiers_crossed(one: Market, matching: Matching) -> list[tuple[int, int]]:
    """(Person of the first tier, post) where the post went to the second tier over their wish."""
    rows, found = rows_of(one), []
    for (person, post), row in rows.items():
        holds = rows.get((int(matching.person_of[post]), post))
        if holds is None or one.tier[holds] != SECOND or one.tier[row] != FIRST:
            continue
        has = rows.get((person, int(matching.post_of[person])))
        if has is None or one.person_rank[row] < one.person_rank[has]:
            found.append((person, post))
    return unlocked(one, found)
