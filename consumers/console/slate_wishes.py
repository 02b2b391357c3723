"""How far a slate gives people what they ranked, and posts whom they ranked, in numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from consumers.questions.paging import LIMIT_MAX
from consumers.questions.placements import Placement, placements
from consumers.questions.slates import Slate

PAGES_MAX = 10
"""What lies behind is not counted, and the page says so: no slate is known to be as long."""
RANKS = (1, 2, 3)
"""Told one by one; those behind together."""


@dataclass(frozen=True, kw_only=True)
class Met:
    """How many got what they gave this rank; `rank` 4 for all behind, 0 for what had none."""

    rank: int
    people: int
    """Who ranked the post so."""
    posts: int
    """Whose order has the person there."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Of the placements that were counted."""

    counted: int
    met: tuple[Met, ...]


def wishes_met(connection: Connection, of: Slate) -> Wishes:
    return wishes(_first_of(connection, of))


def wishes(placed: Iterable[Placement]) -> Wishes:
    people: Counter[int] = Counter()
    posts: Counter[int] = Counter()
    for one in placed:
        people[_told_rank(one.candidate_rank)] += 1
        posts[_told_rank(one.hirer_rank)] += 1
    ranks = (*RANKS, len(RANKS) + 1, 0)
    met = tuple(Met(rank=rank, people=people[rank], posts=posts[rank]) for rank in ranks)
    return Wishes(counted=people.total(), met=met)


def _told_rank(rank: int | None) -> int:
    return min(rank or 0, len(RANKS) + 1)


def _first_of(connection: Connection, of: Slate) -> Iterator[Placement]:
    cursor = None
    for _ in range(PAGES_MAX):
        found = placements(connection, of, LIMIT_MAX, cursor)
        yield from found.items
        if (cursor := found.next) is None:
            return
