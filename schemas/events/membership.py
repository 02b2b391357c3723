"""What the candidates stage tells the pool: `pathways.pool-log`, keyed by job group."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.events.assessments import Rating
from schemas.events.envelope import Event, LogPosition


@dataclass(frozen=True, kw_only=True)
class AssessmentFact:
    """The assessment that counts for a membership: neither voided nor superseded, the latest."""

    assessment_id: str
    rating: Rating
    completed_on: date
    event_id: str


@dataclass(frozen=True, kw_only=True)
class IncumbencyFact:
    """The latest assignment to a post of the profile."""

    assignment_id: str
    post_id: str
    starts_on: date
    ends_on: date | None
    """The last day in the post, once known."""
    due_rotation_on: date | None
    event_id: str


@dataclass(frozen=True, kw_only=True)
class PerformanceFact:
    """The appraisal of the latest period."""

    rating: str
    period_end: date
    event_id: str


@dataclass(frozen=True, kw_only=True)
class AvailabilityFact:
    """What the person last confirmed about when they are free."""

    available_from: date
    notice_days: int
    confirmed_at: datetime
    event_id: str


@dataclass(frozen=True, kw_only=True)
class HoldFact:
    """A hold, with its last day where that is known."""

    hold_id: str
    held_from: date
    held_until: date | None
    reason: str
    event_id: str


@dataclass(frozen=True, kw_only=True)
class CommitmentFact:
    """An accepted offer that was not revoked."""

    offer_id: str
    vacancy_id: str
    event_id: str


@dataclass(frozen=True, kw_only=True)
class MembershipRecorded(Event):
    """All facts of one (person, job group, grade) after one event of the person's log.

    Facts only: what they mean on a day, under a policy, is for the pool to say. The event that
    changed them is `causation_id`; its type stands in `cause_type`.
    """

    candidate_id: str
    job_group: str
    grade: str
    position: LogPosition
    """In the candidate-log: the record that changed the facts."""
    cause_type: str
    assessment: AssessmentFact | None
    member_since: date | None
    """The completion of the first assessment that counts, or the start of the first assignment."""
    incumbency: IncumbencyFact | None
    performance: PerformanceFact | None
    availability: AvailabilityFact | None
    holds: tuple[HoldFact, ...]
    commitments: tuple[CommitmentFact, ...]
    """More than one is a contradiction that people must solve; each is shown."""
