"""The public roster: `pathways.roster`, keyed by candidate|job group|grade; no private facts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Rating
from schemas.events.envelope import Event, LogPosition

Basis = Literal["ASSESSED", "AUTO_INCUMBENT"]
MembershipStatus = Literal[
    "ACTIVE", "ON_HOLD", "COMMITTED", "EXPIRED", "REMOVED", "SUSPENDED", "PLACED", "WITHDRAWN"
]


@dataclass(frozen=True, kw_only=True)
class MembershipEvent(Event):
    """The whole current state of one membership, so that the last record is enough."""

    candidate_id: str
    job_group: str
    grade: str
    version: int
    """1 for the first record of a membership, then one more each time."""
    status: MembershipStatus
    rating: Rating | None
    """Null for an incumbent who was never assessed."""
    bases: tuple[Basis, ...]
    valid_from: date | None
    valid_until: date | None
    """The last valid day; null: no end, as for incumbents in their post."""
    reason: str
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class MembershipActivated(MembershipEvent):
    """The person may be considered, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(MembershipEvent):
    """Rating, validity, basis or status changed."""


@dataclass(frozen=True, kw_only=True)
class MembershipSuspended(MembershipEvent):
    """The person is on hold."""


@dataclass(frozen=True, kw_only=True)
class MembershipExpired(MembershipEvent):
    """Its validity ended with the day before."""


@dataclass(frozen=True, kw_only=True)
class MembershipRemoved(MembershipEvent):
    """No basis is left: voided, rated not ready, or left the post."""
