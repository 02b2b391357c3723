"""The order of each post over its people, and of each person over their posts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from streams.rotation.market import IMPUTED, UNLISTED, Column, Market
from streams.rotation.sorting import sorted_by


@dataclass(frozen=True)
class Orders:
    """Both sides' strict orders over the pairs of a market."""

    place: Column
    """Of each pair: how many people the post's order has before this one."""
    by_post: Column
    """Rows by post, and for each post in its order."""
    step: Column
    """The same as `place` among people of the same tier, where equal standing shares a step:
    the tie-break tells nobody apart."""
    market: Market

    @cached_property
    def by_person(self) -> Column:
        """Rows by person, most wanted first; among equally welcome posts the one whose order
        places the person better, then the lower post id."""
        market = self.market
        ranks = _close(market.person_rank)
        return sorted_by([market.person, ranks, self.place, market.post])


def orders_of(market: Market) -> Orders:
    """A post's order: tier, stated rank (stated before imputed), adjusted merit, tie-break."""
    stated = stated_rank(market)
    standing = [market.post, market.tier, stated, -market.adjusted_merit]
    by_post = sorted_by([*standing, market.tie[market.person]])
    of_post, of_tier, of_equal = _group_starts([key[by_post] for key in standing])
    place, step = np.empty_like(by_post), np.empty_like(by_post)
    place[by_post] = np.arange(len(by_post)) - of_post
    step[by_post] = of_equal - of_tier
    return Orders(place, by_post, step, market)


def stated_rank(market: Market) -> Column:
    """The hiring side's rank; whom it did not rank comes after all whom anybody ranked."""
    last = int(market.post_rank.max(initial=0)) + 1
    return np.where(market.post_rank == IMPUTED, last, market.post_rank)


def starts(column: Column, size: int) -> Column:
    """Where the rows of each index begin in a sorted column, and after the last where they end."""
    return np.searchsorted(column, np.arange(size + 1)).astype(np.int64)


def _close(person_rank: Column) -> Column:
    """UNLISTED as the number after the last rank: small numbers pack into one word."""
    listed = person_rank[person_rank != UNLISTED]
    return np.minimum(person_rank, int(listed.max(initial=0)) + 1)


def _group_starts(sorted_keys: list[Column]) -> tuple[Column, Column, Column]:
    """Of each sorted row: where its post begins, its tier there, and those equal in everything."""
    size = len(sorted_keys[0])
    new = np.zeros(size, np.bool_)
    new[:1] = True
    found = []
    for key in sorted_keys:
        new[1:] |= key[1:] != key[:-1]
        found.append(np.maximum.accumulate(np.where(new, np.arange(size), 0)))
    return found[0], found[1], found[3]
