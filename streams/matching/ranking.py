"""The one order of people: tier, total, rating, due date, membership date, hash of the id, id.

A higher total comes first; whoever is due to rotate first comes first, who is not due last; then
the longest membership. The hash stands for chance that everybody can check. Lists of people who
are not scored begin with the rating. Nothing depends on a row's number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.rules.days import FIRST_DAY, Days
from streams.rules.ratings import INCUMBENT_LEVEL, NO_RATING, STAR
from streams.rules.rows import RowNumbers
from streams.rules.standing import Codes

Keys = NDArray[np.uint64]
Totals = NDArray[np.int32 | np.int64]

FIRST_OF_LIST = "first of the list"


@dataclass(frozen=True, slots=True)
class Order:
    """The columns that order people; the lower element comes first."""

    merit: Keys
    """Rating, due date and membership date in one number: see `merit`."""
    chance: Keys
    """See `chance`."""
    candidate_ids: Sequence[str]


def merit(rating: Codes, due_rotation_on: Days, member_since: Days) -> Keys:
    """2 bits of rating, best first, 31 of due date, 31 of membership date, absent dates last."""
    level = np.where(rating == NO_RATING, np.int8(INCUMBENT_LEVEL), rating)
    best_first = (STAR - level).astype(np.uint64)
    due = (due_rotation_on - FIRST_DAY).astype(np.uint64)
    since = (member_since - FIRST_DAY).astype(np.uint64)
    key: Keys = best_first << np.uint64(62) | due << np.uint64(31) | since
    return key


def chance(candidate_id: str) -> int:
    """The first 64 bits of the id's SHA-256."""
    return int.from_bytes(sha256(candidate_id.encode()).digest()[:8], "big")


class Place(NamedTuple):
    """Somebody scored: the row, the code of the tier, the total."""

    row: int
    tier: int
    total: int


def best(rows: RowNumbers, order: Order, length: int) -> list[int]:
    """The first `length` of the rows, in order; the same people whatever their row numbers."""
    if length <= 0 or not len(rows):
        return []
    rows = _lowest(rows, order.merit, length)
    sure, tied = _split(rows, order.merit)
    rows = np.concatenate([sure, _lowest(tied, order.chance, max(length - len(sure), 0))])
    return sorted(rows.tolist(), key=lambda row: _full_key(row, order))[:length]


def best_scored(rows: RowNumbers, totals: Totals, order: Order, length: int) -> list[int]:
    """The same among people who were scored; `totals` are those of `rows`.

    Only those who share the last total that gets in need the rest of the order to be told apart.
    """
    if length <= 0 or not len(rows):
        return []
    bar = least_of_best(totals, length)
    above = totals > bar
    total_of = dict(zip(rows[above].tolist(), totals[above].tolist(), strict=True))
    sure = sorted(total_of, key=lambda row: (-total_of[row], *_full_key(row, order)))
    return sure + best(rows[totals == bar], order, length - len(sure))


def least_of_best(totals: Totals, length: int) -> int:
    """The lowest total among the `length` highest."""
    if length >= len(totals):
        return int(totals.min())
    place = len(totals) - length
    return int(np.partition(totals, place)[place])


def tie_break(behind: Place, before: Place | None, order: Order) -> str:
    """What placed the person behind the one before."""
    if before is None:
        return FIRST_OF_LIST
    if behind.tier != before.tier:
        return "consideration tier"
    if behind.total != before.total:
        return "total"
    return _apart(behind.row, before.row, order)


def _apart(behind: int, before: int, order: Order) -> str:
    differ = int(order.merit[behind]) ^ int(order.merit[before])
    if differ >> 62:
        return "rating"
    if differ >> 31:
        return "rotation due date"
    if differ:
        return "membership date"
    return "hash of the id" if order.chance[behind] != order.chance[before] else "id"


def _full_key(row: int, order: Order) -> tuple[int, int, str]:
    return int(order.merit[row]), int(order.chance[row]), order.candidate_ids[row]


def _lowest(rows: RowNumbers, keys: Keys, length: int) -> RowNumbers:
    """The rows with the lowest keys, and all that share the last of these keys."""
    if length >= len(rows):
        return rows
    if length == 0:
        return rows[:0]
    of_rows = keys[rows]
    last = np.partition(of_rows, length - 1)[length - 1]
    lowest: RowNumbers = rows[of_rows <= last]
    return lowest


def _split(rows: RowNumbers, keys: Keys) -> tuple[RowNumbers, RowNumbers]:
    """Those before the highest key, and those that share it."""
    of_rows = keys[rows]
    highest = of_rows.max()
    return rows[of_rows < highest], rows[of_rows == highest]
