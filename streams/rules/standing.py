"""Where a membership stands on a day under a policy: its two bases and its status, over columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from schemas.events import MembershipStatus
from streams.rules.days import NO_DAY, UNSTATED, Days, months_later
from streams.rules.ratings import TIER_2

Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

NONE, VALID, EXPIRED, UNSURE = (np.int8(code) for code in range(4))
"""What a basis is worth on a day. UNSURE: a fact is missing, so it is neither there nor not."""

NOBODY, ACTIVE, ON_HOLD, COMMITTED, LAPSED, REMOVED, SUSPENDED, PLACED, LEFT = (
    np.int8(code) for code in range(9)
)
"""The status; NOBODY: never a member so far, of whom the roster says nothing."""

STATUS_NAMES: Mapping[int, MembershipStatus] = MappingProxyType(
    {
        int(ACTIVE): "ACTIVE",
        int(ON_HOLD): "ON_HOLD",
        int(COMMITTED): "COMMITTED",
        int(LAPSED): "EXPIRED",
        int(REMOVED): "REMOVED",
        int(SUSPENDED): "SUSPENDED",
        int(PLACED): "PLACED",
        int(LEFT): "WITHDRAWN",
    }
)


def last_valid_day(rating: Codes, completed_on: Days, months: NDArray[np.int32]) -> Days:
    """The same day of the month, as many months later as the policy gives the rating.

    That day itself is still valid. `months` is indexed by rating level, -1 for one that the
    policy does not name; its last element is for `NO_RATING`.
    """
    given = months[rating]
    known = (given >= 0) & (completed_on != NO_DAY)
    until = np.full(len(rating), UNSTATED, np.int32)
    until[known] = months_later(completed_on[known], given[known])
    return until


def assessed_on(day: int, rating: Codes, completed_on: Days, valid_until: Days) -> Codes:
    """The assessed basis; one completed later than the day does not count yet."""
    worth = np.where(day <= valid_until, VALID, EXPIRED)
    worth[valid_until == UNSTATED] = UNSURE
    worth[(rating < TIER_2) | (completed_on > day)] = NONE
    return worth


def incumbent_on(
    day: int, starts_on: Days, ends_on: Days, performance: NDArray[np.int16], worth: Codes
) -> Codes:
    """The basis of who holds a post of the profile, their first and last day in it included.

    `worth` says by performance code what a rating is worth; its last element is for none known.
    """
    in_post = (starts_on <= day) & (day <= ends_on)
    return np.where(in_post, worth[performance], NONE)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides the status of a membership beside its bases."""

    committed: Flags
    """By an accepted offer, and not in the post yet."""
    placed: Flags
    """Of the committed, who has a first day in the post."""
    suspended: Flags
    held: Flags
    known: Flags
    """On the roster before."""
    left: Flags
    """At the person's own wish."""


def status_on(assessed: Codes, incumbent: Codes, are: Circumstances) -> Codes:
    """One status: an offer goes before a suspension, a suspension before a hold."""
    status = np.full(len(assessed), ACTIVE, np.int8)
    status[are.held] = ON_HOLD
    status[are.suspended] = SUSPENDED
    status[are.committed] = COMMITTED
    status[are.placed] = PLACED
    lost = (assessed != VALID) & (incumbent != VALID)
    status[lost] = NOBODY
    status[lost & are.known] = REMOVED
    status[lost & are.known & are.left] = LEFT
    status[lost & (assessed == EXPIRED)] = LAPSED
    return status
