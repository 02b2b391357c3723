"""Two slates of an exercise beside each other: who moves, and what becomes of the posts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.events import BlockingPair, SlatePlacement
from streams.history.exercise.figures import Figure, figures
from streams.history.exercise.slates import Slate


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who gets another post than before."""

    candidate_id: str
    from_post: str | None
    """None: enters the slate."""
    to_post: str | None
    """None: leaves it."""
    rank_before: int | None
    """The rank that the person gave the post; None also where there is no post."""
    rank_after: int | None
    why: str
    """What the slate says of the person that has the change."""


@dataclass(frozen=True, slots=True)
class SlateDifference:
    """Both are recommendations to people; so is what they differ in."""

    before: Slate
    after: Slate
    moved: tuple[Moved, ...]
    """By candidate_id."""
    filled: tuple[str, ...]
    """The post_ids that somebody gets now and nobody got before."""
    emptied: tuple[str, ...]
    """The other way round."""
    blocking_new: tuple[BlockingPair, ...]
    blocking_gone: tuple[BlockingPair, ...]
    figures: tuple[Figure, ...]

    @property
    def same(self) -> bool:
        """Whether everybody gets the same."""
        return not self.moved


def difference(before: Slate, after: Slate) -> SlateDifference:
    filled = [{it.post_id for it in slate.placements} for slate in (before, after)]
    blocking = [_pairs(slate.blocking) for slate in (before, after)]
    return SlateDifference(
        before=before,
        after=after,
        moved=tuple(_moved(before, after)),
        filled=tuple(sorted(filled[1] - filled[0])),
        emptied=tuple(sorted(filled[0] - filled[1])),
        blocking_new=tuple(blocking[1][it] for it in sorted(blocking[1].keys() - blocking[0])),
        blocking_gone=tuple(blocking[0][it] for it in sorted(blocking[0].keys() - blocking[1])),
        figures=figures(before, after),
    )


def _moved(before: Slate, after: Slate) -> Iterator[Moved]:
    sides = [{it.candidate_id: it for it in slate.placements} for slate in (before, after)]
    unplaced = {it.candidate_id: it.explanation for it in after.unplaced}
    for who in sorted({*sides[0], *sides[1]}):
        was, now = sides[0].get(who), sides[1].get(who)
        if _post(was) != _post(now):
            why = now.explanation if now else unplaced.get(who, "takes no part any more")
            yield Moved(who, _post(was), _post(now), _rank(was), _rank(now), why)


def _post(placement: SlatePlacement | None) -> str | None:
    return placement.post_id if placement else None


def _rank(placement: SlatePlacement | None) -> int | None:
    return placement.candidate_rank if placement else None


def _pairs(pairs: Iterable[BlockingPair]) -> Mapping[tuple[str, str], BlockingPair]:
    return {(it.candidate_id, it.post_id): it for it in pairs}
