"""What the candidates stage remembers of one person: `pathways.candidates`, keyed by candidate.

Private to the stage. Each list holds the last statement about each identified thing, in the order
of the things' ids; what two statements about one thing mean together is worked out when read.
A `stamp` is 8 bytes of `occurred_at` and 8 of `recorded_at` (microseconds since 1970 plus 2**63,
big-endian) and then the `event_id`: compared as bytes, the later statement is the larger one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.applications import ScreeningOutcome
from schemas.events.assessments import Rating
from schemas.events.envelope import PoolProfile

OfferStep = Literal["MADE", "ACCEPTED", "DECLINED", "REVOKED"]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """An application was submitted."""

    application_id: str
    stamp: bytes
    profiles: tuple[PoolProfile, ...]


@dataclass(frozen=True, kw_only=True)
class Screening:
    """An application was screened."""

    application_id: str
    stamp: bytes
    outcome: ScreeningOutcome


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """An application was withdrawn."""

    application_id: str
    stamp: bytes


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A panel's rating."""

    assessment_id: str
    stamp: bytes
    job_group: str
    grade: str
    rating: Rating
    completed_on: date
    supersedes: str | None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A person's time in a post."""

    assignment_id: str
    stamp: bytes
    post_id: str
    job_group: str
    grade: str
    starts_on: date
    due_rotation_on: date | None


@dataclass(frozen=True, kw_only=True)
class Separation:
    """The end of an assignment."""

    assignment_id: str
    stamp: bytes
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """The rating of a period's performance; the period's end is its identity."""

    period_end: date
    stamp: bytes
    rating: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What the person last said about when they are free."""

    stamp: bytes
    available_from: date
    notice_days: int


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A hold as it was set."""

    hold_id: str
    stamp: bytes
    held_from: date
    held_until: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Release:
    """The first day without a hold."""

    hold_id: str
    stamp: bytes
    released_on: date


@dataclass(frozen=True, kw_only=True)
class OfferStepTaken:
    """One step of an offer."""

    offer_id: str
    step: OfferStep
    stamp: bytes
    vacancy_id: str


@dataclass(frozen=True, kw_only=True)
class CandidateState:
    """Every statement that counts in the fold of one person's log."""

    # The first field, so that a reader can refuse a newer one without decoding the rest.
    decision_version: int
    profiles: tuple[PoolProfile, ...] = ()
    """Every profile that an assessment or an assignment ever named: each has a membership."""
    submissions: tuple[Submission, ...] = ()
    screenings: tuple[Screening, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    voided: tuple[str, ...] = ()
    """The ids of assessments that count no longer, known or not."""
    assignments: tuple[Assignment, ...] = ()
    separations: tuple[Separation, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    """At most one."""
    holds: tuple[Hold, ...] = ()
    releases: tuple[Release, ...] = ()
    offer_steps: tuple[OfferStepTaken, ...] = ()
