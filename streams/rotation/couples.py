"""Joint options of couples: two posts near one another, for people to consider.

A stable slate that keeps couples together need not exist, so people are placed one by one, and
couples are offered what the market holds for both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal, NamedTuple

from streams.rotation.market import NONE, UNLISTED, Column, Market, Matching
from streams.rotation.orders import starts

Together = Literal["STATION", "COUNTRY"]


class Place(NamedTuple):
    """Where a post is."""

    station: str
    country: str


@dataclass(frozen=True)
class JointOption:
    """Posts for the two of a couple; a suggestion, which changes nothing by itself."""

    couple: tuple[int, int]
    posts: tuple[int, int]
    together: Together
    displaced: tuple[int, ...]
    """Who would lose the post that the slate gives them, the two themselves aside."""
    ranks: tuple[int, int]
    """What rank each of the two gave their post."""


def joint_options(
    market: Market, matching: Matching, place_of_post: Sequence[Place], most: int
) -> list[tuple[JointOption, ...]]:
    """For each couple at most so many options, nobody locked displaced, no lock undone.

    First those that displace the fewest people, then one duty station before one country, then
    the ranks that the two gave, the less content of them first.
    """
    begins = starts(market.person, len(market.people))
    options = []
    for couple in market.couples:
        first, second = (_open_to(market, person, begins) for person in couple)
        found = _options(couple, first, second, matching, place_of_post)
        options.append(tuple(nsmallest(most, found, key=_order)))
    return options


def _open_to(market: Market, person: int, begins: Column) -> dict[int, int]:
    """The posts that somebody could take, with their ranks; what is locked for others is not."""
    rows = slice(begins[person], begins[person + 1])
    ranks = dict(zip(market.post[rows].tolist(), market.person_rank[rows].tolist(), strict=True))
    held = dict(market.locked)
    if person in held:
        return {held[person]: ranks.get(held[person], UNLISTED)}
    taken = set(held.values())
    return {post: rank for post, rank in ranks.items() if post not in taken}


def _options(
    couple: tuple[int, int],
    first: Mapping[int, int],
    second: Mapping[int, int],
    matching: Matching,
    place_of_post: Sequence[Place],
) -> Iterator[JointOption]:
    in_country = defaultdict(list)
    for post in second:
        in_country[place_of_post[post].country].append(post)
    for post in first:
        here = place_of_post[post]
        for other in in_country[here.country]:
            if other == post:
                continue
            holders = {int(matching.person_of[taken]) for taken in (post, other)}
            yield JointOption(
                couple,
                (post, other),
                "STATION" if here == place_of_post[other] else "COUNTRY",
                tuple(sorted(holders - {NONE, *couple})),
                (first[post], second[other]),
            )


def _order(option: JointOption) -> tuple[int, bool, int, int, tuple[int, int]]:
    return (
        len(option.displaced),
        option.together == "COUNTRY",
        max(option.ranks),
        min(option.ranks),
        option.posts,
    )
