"""Slates in numbers; a group of fewer than five people is not shown."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from streams.history.exercise.slates import Slate

SHOWN_MIN = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """How many there are on both sides; None: too few people to be shown."""

    name: str
    before: int | None
    after: int | None


def figures(before: Slate, after: Slate) -> tuple[Figure, ...]:
    """The whole slate first; then the placements by tier, rank, job group and the like."""
    return (*_wholes(before, after), *_groups(before, after))


def _wholes(before: Slate, after: Slate) -> Iterator[Figure]:
    for name in ("placements", "unplaced", "unfilled", "blocking"):
        yield Figure(name, len(getattr(before, name)), len(getattr(after, name)))


def _groups(before: Slate, after: Slate) -> Iterator[Figure]:
    for dimension in ("tier", "own rank", "ranked by the post", "job group", "must move, unplaced"):
        sides = [_counted(slate)[dimension] for slate in (before, after)]
        shown = [_shown(side) for side in sides]
        for value in sorted({*sides[0], *sides[1]}):
            name = f"{dimension} {value}".rstrip()
            # A value that nobody has on one side is none there, and that may be said.
            yield Figure(name, *(side.get(value, 0) for side in shown))


def _counted(slate: Slate) -> Mapping[str, Counter[str]]:
    placed = slate.placements
    return {
        "tier": Counter(it.consideration_tier for it in placed),
        "own rank": Counter(_rank(it.candidate_rank) for it in placed),
        "ranked by the post": Counter(it.hirer_rank_source for it in placed),
        "job group": Counter(f"{it.job_group}/{it.grade}" for it in placed),
        "must move, unplaced": Counter("" for it in slate.unplaced if it.must_move),
    }


def _rank(rank: int | None) -> str:
    return "not ranked" if rank is None else str(rank)


def _shown(groups: Counter[str]) -> Mapping[str, int | None]:
    """A single small group could be told from the whole: the next larger one is hidden with it."""
    hidden = {value for value, people in groups.items() if people < SHOWN_MIN}
    if len(hidden) == 1 and len(groups) > 1:
        rest = {value: people for value, people in groups.items() if value not in hidden}
        hidden.add(min(rest, key=lambda value: (rest[value], value)))
    return {value: None if value in hidden else people for value, people in groups.items()}
