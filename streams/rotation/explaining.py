"""Reads a slate against its market: who got what, who did not, which posts stay, and why.

A slate is a recommendation; these are the grounds that people judge it by.
"""

from collections.abc import Iterator

import numpy as np

from streams.rotation.market import (
    NONE,
    UNLISTED,
    Column,
    Market,
    Matching,
    matched_rows,
    values_at,
)
from streams.rotation.orders import orders_of, starts, stated_rank
from streams.rotation.reasons import (
    Placement,
    Refusal,
    Unfilled,
    Unplaced,
    Why,
    WhyUnfilled,
    WhyUnplaced,
)


class Explanation:
    """The reasons of one slate; every list has at most `length` entries and a full count."""

    def __init__(self, market: Market, matching: Matching, length: int) -> None:
        self._market, self._matching, self._length = market, matching, length
        orders = orders_of(market)
        self._place, self._by_person, self._by_post = orders.place, orders.by_person, orders.by_post
        self._begin_of_person = starts(market.person, len(market.people))
        self._begin_of_post = starts(market.post[orders.by_post], len(market.posts))
        self._row_of_person, self._row_of_post = matched_rows(market, matching)
        self._stated, self._merit = stated_rank(market), market.adjusted_merit
        self._locks = {p: q for p, q in market.locked if matching.post_of[p] == q}
        self._locked_posts = frozenset(self._locks.values())
        self._place_now = self._places_now()
        self._rank_now = values_at(market.person_rank, self._row_of_person, UNLISTED + 1)

    def placements(self) -> Iterator[Placement]:
        """Of everybody who has a post, by person."""
        for person in np.flatnonzero(self._matching.post_of != NONE).tolist():
            yield self._placement(person)

    def unplaced(self) -> Iterator[Unplaced]:
        """Of everybody who has none, by person."""
        for person in np.flatnonzero(self._matching.post_of == NONE).tolist():
            yield self._unplaced(person)

    def unfilled(self) -> Iterator[Unfilled]:
        """Of every post that nobody has, by post."""
        for post in np.flatnonzero(self._matching.person_of == NONE).tolist():
            yield self._unfilled(post)

    def _placement(self, person: int) -> Placement:
        market, row = self._market, int(self._row_of_person[person])
        allowed = row != NONE
        wanted_more = self._wanted_more(person)
        return Placement(
            market.people[person],
            market.posts[self._matching.post_of[person]],
            self._rank(row) if allowed else None,
            allowed,
            person in self._locks,
            bool(market.must_move[person]),
            int(market.burden[row]) if allowed else None,
            len(wanted_more),
            self._refusals(wanted_more),
        )

    def _unplaced(self, person: int) -> Unplaced:
        rows = self._wanted_more(person)
        why: WhyUnplaced = "NO_ACCEPTABLE_POST"
        if len(rows):
            why = "COULD_BE_PLACED" if self._before_holder(rows) else "ALL_TO_OTHERS"
        market = self._market
        must_move = bool(market.must_move[person])
        return Unplaced(market.people[person], must_move, why, len(rows), self._refusals(rows))

    def _unfilled(self, post: int) -> Unfilled:
        market = self._market
        rows = self._by_post[self._begin_of_post[post] : self._begin_of_post[post + 1]]
        first = market.person[rows[: self._length]].tolist()
        elsewhere = tuple((market.people[one], self._post_of(one)) for one in first)
        return Unfilled(market.posts[post], self._why_unfilled(rows), len(rows), elsewhere)

    def _why_unfilled(self, rows: Column) -> WhyUnfilled:
        if not len(rows):
            return "NOBODY_ACCEPTABLE"
        person = self._market.person[rows]
        rather = person[self._market.person_rank[rows] < self._rank_now[person]].tolist()
        if not rather:
            return "ALL_CONTENT_ELSEWHERE"
        return (
            "LOCKED_ELSEWHERE" if all(one in self._locks for one in rather) else "COULD_BE_FILLED"
        )

    def _wanted_more(self, person: int) -> Column:
        """Rows of the posts that somebody wanted more than what they have, most wanted first."""
        begin, end = self._begin_of_person[person : person + 2]
        rows = self._by_person[begin:end]
        wanted_more: Column = rows[self._market.person_rank[rows] < self._rank_now[person]]
        return wanted_more

    def _before_holder(self, rows: Column) -> bool:
        """Whether one of the posts is empty, or held by somebody whom its order has behind."""
        return bool((self._place[rows] < self._place_now[self._market.post[rows]]).any())

    def _places_now(self) -> Column:
        """Of each post the place of whom it has; nobody is before a locked one."""
        places = values_at(self._place, self._row_of_post, len(self._place))
        places[list(self._locked_posts)] = NONE
        return places

    def _refusals(self, rows: Column) -> tuple[Refusal, ...]:
        return tuple(self._refusal(row) for row in rows[: self._length].tolist())

    def _refusal(self, row: int) -> Refusal:
        market, post = self._market, int(self._market.post[row])
        holder = int(self._matching.person_of[post])
        to = None if holder == NONE else market.people[holder]
        return Refusal(market.posts[post], self._rank(row), to, self._why(row))

    def _why(self, row: int) -> Why:
        """What the holder of the row's post has before the row's person."""
        market, post = self._market, int(self._market.post[row])
        if post in self._locked_posts:
            return "LOCKED"
        if self._matching.person_of[post] == NONE:
            return "LEFT_EMPTY"
        holds = int(self._row_of_post[post])
        if holds == NONE or self._place[holds] > self._place[row]:
            return "PLACED_BY_CHOICE"
        if market.tier[holds] != market.tier[row]:
            return "TIER"
        if self._stated[holds] != self._stated[row]:
            return "STATED_RANK"
        return "MERIT" if self._merit[holds] != self._merit[row] else "TIE_BREAK"

    def _rank(self, row: int) -> int | None:
        rank = int(self._market.person_rank[row])
        return None if rank == UNLISTED else rank

    def _post_of(self, person: int) -> str | None:
        post = int(self._matching.post_of[person])
        return None if post == NONE else self._market.posts[post]
