"""Ratings as levels that can be compared in a column."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.events import Rating

NAMES: tuple[Rating, ...] = ("NOT_READY_YET", "TIER_2", "TIER_1", "STAR")
"""The rating of each level, lowest first."""

NOT_READY_YET, TIER_2, TIER_1, STAR = range(4)
NO_RATING = -1

LEVELS: Mapping[str, int] = MappingProxyType({name: level for level, name in enumerate(NAMES)})

INCUMBENT_LEVEL = TIER_1
"""Where an incumbent stands who was never assessed.

An assumption, as no source says it: who does the job to satisfaction is fully ready for it.
"""


def level_of(rating: str | None) -> int:
    return NO_RATING if rating is None else LEVELS[rating]


def rating_of(level: int) -> Rating | None:
    return None if level == NO_RATING else NAMES[level]
