"""Who holds which post of a profile, and from when it needs somebody else, over columns."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.events import VacancyReason
from streams.pool.table import Table
from streams.rules.days import NO_DAY, Days
from streams.rules.rows import RowNumbers


class Holder(NamedTuple):
    """Somebody in a post, or to come into it."""

    post: int
    """Its code."""
    starts: int
    candidate_id: str
    leaves: int
    """The day from when the post needs somebody else; `NO_DAY`: nobody knows of one."""
    reason: VacancyReason
    station: int
    """The code of the post's duty station; -1 where it is not known of this person."""
    abolished: int
    """The last day of the post, as it was told to the holder."""


class Holders:
    """All of one table."""

    def __init__(self, table: Table, today: int) -> None:
        self._table = table
        self._rows = _in_post(table, today)
        self._leaves = _leaves(table, self._rows)

    def posts_due(self, first: int, last: int) -> set[int]:
        """The codes of posts of which somebody leaves within these days, both included."""
        due = (self._leaves >= first) & (self._leaves <= last)
        return set(self._table["post"][self._rows[due]].tolist())

    def of(self, posts: set[int]) -> Iterator[Holder]:
        """Everybody who holds one of these posts, whether they leave or not."""
        table = self._table
        held = np.isin(table["post"][self._rows], sorted(posts))
        for row, leaves in zip(self._rows[held].tolist(), self._leaves[held].tolist(), strict=True):
            here = bool(_still_last(table, np.array([row]))[0])
            yield Holder(
                post=int(table["post"][row]),
                starts=int(table["starts_on"][row]),
                candidate_id=table.candidate_ids[row],
                leaves=leaves,
                reason=_reason(table, row, leaves, here),
                station=int(table["station"][row]) if here else -1,
                abolished=int(table["abolished_on"][row]) if here else NO_DAY,
            )


def _in_post(table: Table, today: int) -> RowNumbers:
    """Those in a post today or later, who have not begun in another one since."""
    rows: RowNumbers = np.flatnonzero((table["post"] >= 0) & (table["ends_on"] >= today))
    moved = ~_still_last(table, rows) & (table["post_since"][rows] <= today)
    return rows[~moved]


def _still_last(table: Table, rows: RowNumbers) -> NDArray[np.bool_]:
    """Whether the post of the profile is also the one started last of all."""
    same: NDArray[np.bool_] = table["post_since"][rows] <= table["starts_on"][rows]
    return same


def _leaves(table: Table, rows: RowNumbers) -> Days:
    """The day after a last one that is stated; else the first of what is to come."""
    here = _still_last(table, rows)
    due = np.where(here, table["due_rotation_on"][rows], table["post_since"][rows])
    foreseen = np.minimum(due, _day_after(table["retirement_on"][rows]))
    stated = table["ends_on"][rows]
    leaves: Days = np.where(stated == NO_DAY, foreseen, _day_after(stated))
    return leaves


def _day_after(days: Days) -> Days:
    after: Days = np.where(days == NO_DAY, days, days + 1)
    return after


def _reason(table: Table, row: int, leaves: int, here: bool) -> VacancyReason:
    if table["retirement_on"][row] < leaves:
        return "RETIREMENT"
    if not here or table["due_rotation_on"][row] <= leaves:
        return "INCUMBENT_ROTATED"
    return "SEPARATION"
