"""What a rule sees: columns over some memberships of one profile, and what the vacancy asks."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from streams.rules.days import Days
from streams.rules.standing import Codes, Flags

UNCOMMITTED = -1
"""No accepted offer."""
MANY_COMMITMENTS = -2
"""Accepted offers for more than one vacancy: a contradiction that people must solve."""

RowNumbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MoreHolds:
    """The holds of those few who have several apart from each other, by row number, sorted."""

    row: RowNumbers
    held_from: Days
    held_until: Days

    def within(self, first: int, stop: int) -> "MoreHolds":
        """Those of rows `first` up to `stop`, counted from `first`."""
        low, high = np.searchsorted(self.row, (first, stop))
        return MoreHolds(
            self.row[low:high] - first, self.held_from[low:high], self.held_until[low:high]
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of equal length; the first element is membership number `first` of its profile."""

    first: int
    rating: Codes
    assessed: Codes
    """The assessed basis on the day."""
    incumbent: Codes
    """The incumbent's basis on the day."""
    valid_until: Days
    """The last valid day of the assessment."""
    ends_on: Days
    """The last day in the post."""
    available_from: Days
    notice_days: NDArray[np.int32]
    held: Flags
    """On hold on the day."""
    held_from: Days
    held_until: Days
    more_holds: MoreHolds
    committed: NDArray[np.int32]
    """The code of the vacancy that the person accepted an offer for."""


def on_hold(rows: Rows, day: int) -> Flags:
    """Whether each is on hold on a day; the first and the last day of a hold count."""
    held = (rows.held_from <= day) & (day <= rows.held_until)
    more = rows.more_holds
    if len(more.row):
        held[more.row[(more.held_from <= day) & (day <= more.held_until)]] = True
    return held


@dataclass(frozen=True, slots=True)
class Demand:
    """What one vacancy asks on one day under one policy."""

    vacancy_id: str
    job_group: str
    grade: str
    day: int
    start: int
    """The day the post needs its holder; the day itself where that has passed."""
    start_by: date
    """The start date as the vacancy states it, for words that must not change with the day."""
    min_level: int
    vacancy_code: int
    """As in `Rows.committed`; one that stands in no row where nobody is committed to it."""
    declined: RowNumbers
    """Who declined an offer for this vacancy, as row numbers, sorted."""
    declined_events: tuple[tuple[str, str], ...]
    """Who declined, and the event that says so."""
