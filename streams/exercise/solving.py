"""Makes a slate from a case and the pools' answers, and changes one: pure, published by nobody.

The one entry point for a live run and for a what-if: the same case, answers, policy and method
give the same slate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from schemas.events import ExercisePolicyPublished, SlateMethod, SlatePlacement
from streams.exercise.bids import Bids, bids_of
from streams.exercise.case import Case
from streams.exercise.content import Solved, content_of
from streams.exercise.judged import Judged
from streams.exercise.slates import Content
from streams.rotation.assignment import assign
from streams.rotation.deferred import accept
from streams.rotation.market import NONE, Matching, Weights, matching_of


@dataclass(frozen=True)
class Change:
    """What people change in a slate: who is to have a post, or nobody."""

    post_id: str
    candidate_id: str | None
    locked: bool


def solve(
    case: Case, judged: Judged, policy: ExercisePolicyPublished, method: SlateMethod
) -> Content:
    """The slate of a run; pairs held fast are kept as long as the rules allow them."""
    forbidden = forbidden_locks(case, judged)
    held_fast = {post: who for post, who in case.locks.items() if post not in forbidden}
    bids = bids_of(case, judged, policy, held_fast, held_fast)
    return content_of(Solved(case, judged, bids, _matching(bids, policy, method), {}))


def forbidden_locks(case: Case, judged: Judged) -> Mapping[str, str]:
    """By post, who was held fast there and cannot have it any more."""
    return {post: who for post, who in case.locks.items() if judged.row(who, post) is None}


def revise(
    case: Case,
    judged: Judged,
    policy: ExercisePolicyPublished,
    placements: tuple[SlatePlacement, ...],
    change: Change | None,
) -> Content:
    """The slate with one change; a person who is put in a post leaves the one they had in it.

    Without a change it is the same slate, as far as its people still take part.
    """
    put = {it.post_id: it.candidate_id for it in placements}
    locked = {it.post_id: it.candidate_id for it in placements if it.locked}
    adjusted = {it.post_id: it.candidate_id for it in placements if it.adjusted}
    if change is not None:
        _change(put, locked, adjusted, change)
    put = {post: who for post, who in put.items() if judged.row(who, post) is not None}
    held_fast = {post: who for post, who in locked.items() if put.get(post) == who}
    bids = bids_of(case, judged, policy, put, held_fast)
    return content_of(Solved(case, judged, bids, _as_put(bids, put), adjusted))


def _change(
    put: dict[str, str], locked: dict[str, str], adjusted: dict[str, str], change: Change
) -> None:
    for pairs in (put, locked, adjusted):
        for post in [it for it, who in pairs.items() if who == change.candidate_id]:
            del pairs[post]
        pairs.pop(change.post_id, None)
    if change.candidate_id is not None:
        put[change.post_id] = adjusted[change.post_id] = change.candidate_id
        if change.locked:
            locked[change.post_id] = change.candidate_id


def _matching(bids: Bids, policy: ExercisePolicyPublished, method: SlateMethod) -> Matching:
    if method == "DEFERRED_ACCEPTANCE":
        return accept(bids.market)
    weights = Weights(policy.person_rank_weight, policy.post_rank_weight, policy.burden_weight)
    return assign(bids.market, weights)


def _as_put(bids: Bids, put: Mapping[str, str]) -> Matching:
    market = bids.market
    people = {who: place for place, who in enumerate(market.people)}
    post_of = np.full(len(market.people), NONE, np.int64)
    for place, post in enumerate(market.posts):
        if (who := put.get(post)) is not None:
            post_of[people[who]] = place
    return matching_of(post_of, len(market.posts))
