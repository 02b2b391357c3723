"""The market of a run: the pairs that the rules allow and the person would accept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from schemas.events import ExercisePolicyPublished
from streams.exercise.burden import WHOLE, burdens
from streams.exercise.case import Case
from streams.exercise.judged import Judged
from streams.rotation.market import IMPUTED, UNLISTED, Column, Market

PER_MILLION = WHOLE * WHOLE


@dataclass(frozen=True)
class Bids:
    """A market, and which answers its rows rest on."""

    market: Market
    judged_row: Column
    """Of each row of the market."""


def bids_of(
    case: Case,
    judged: Judged,
    policy: ExercisePolicyPublished,
    put: Mapping[str, str],
    held_fast: Mapping[str, str],
) -> Bids:
    """`put`: by post, whom people put there, whether or not they wanted it; all of them allowed.

    `held_fast` is the part of it that the solver must keep.
    """
    wanted = _Wanted(case, judged)
    kept = wanted.rows(put)
    person, post = judged.person[kept], judged.post[kept]
    burden = _burdens(case, policy)[person, post]
    people = {who: place for place, who in enumerate(judged.people)}
    posts = {post: place for place, post in enumerate(judged.posts)}
    market = Market(
        judged.people,
        judged.posts,
        person,
        post,
        wanted.person_rank[kept],
        judged.tier[kept],
        wanted.post_rank[kept],
        _merit(judged.total[kept], burden, policy.burden_share),
        burden,
        judged.tie,
        np.array([person.must_move for person in case.people], np.bool_),
        tuple(sorted((people[who], posts[post]) for post, who in held_fast.items())),
        tuple((people[one], people[other]) for one, other in case.couples),
    )
    return Bids(market, kept)


class _Wanted:
    """What both sides want, over the judged rows."""

    def __init__(self, case: Case, judged: Judged) -> None:
        self._case, self._judged = case, judged
        self._person_at = {who: place for place, who in enumerate(judged.people)}
        self._post_at = {post: place for place, post in enumerate(judged.posts)}
        self._code = judged.person * len(judged.posts) + judged.post

    def rows(self, put: Mapping[str, str]) -> Column:
        """Those that the person accepts, or where people put them."""
        people = self._case.people
        accepted = np.array([it.any_available for it in people], np.bool_)[self._judged.person]
        accepted |= self.person_rank != UNLISTED
        held = {(it.candidate_id, it.holds): 1 for it in people if it.holds is not None}
        accepted &= self._column(held, 0) == 0
        accepted |= self._column({(who, post): 1 for post, who in put.items()}, 0) == 1
        return np.flatnonzero(accepted)

    @cached_property
    def person_rank(self) -> Column:
        ranks = {
            (it.candidate_id, post): min(rank, UNLISTED - 1)
            for it in self._case.people
            for post, rank in it.ranks.items()
        }
        return self._column(ranks, UNLISTED)

    @cached_property
    def post_rank(self) -> Column:
        ranks = {
            (who, post): rank
            for post, ranking in self._case.rankings.items()
            for who, rank in ranking.items()
        }
        return self._column(ranks, IMPUTED)

    def _column(self, values: Mapping[tuple[str, str], int], otherwise: int) -> Column:
        """The values of some pairs at their rows, and the other value at all other rows."""
        column = np.full(len(self._code), otherwise, np.int64)
        for (who, post), value in values.items():
            row = self._row(self._person_at.get(who), self._post_at.get(post))
            if row is not None:
                column[row] = value
        return column

    def _row(self, person: int | None, post: int | None) -> int | None:
        if person is None or post is None:
            return None
        code = person * len(self._post_at) + post
        row = int(np.searchsorted(self._code, code))
        return row if row < len(self._code) and self._code[row] == code else None


def _burdens(case: Case, policy: ExercisePolicyPublished) -> Column:
    """Of each person at each post; people and posts stand in the order of the market's."""
    of_person = burdens(case.served, policy)
    classes = sorted({post.hardship_class for post in case.posts.values()})
    rows = [[of_person.of(it.candidate_id, one) for one in classes] for it in case.people]
    table = np.array(rows, np.int64).reshape(len(case.people), len(classes))
    of_post = [classes.index(post.hardship_class) for post in case.posts.values()]
    column: Column = table[:, of_post]
    return column


def _merit(total: Column, burden: Column, share: int) -> Column:
    """The total less the policy's share of it for an unfair burden.

    The market takes the burden itself off the merit; the policy alone says what it costs, so it
    is put back before.
    """
    merit: Column = total - total * share * burden // PER_MILLION + burden
    return merit
