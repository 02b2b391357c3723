"""From a gap that an assessment showed to a seat that could close it: `pathways.nominations`.

What people answer stands on `pathways.learning`; what the candidates stage tells, on
`pathways.leadership-log`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Rating
from schemas.events.editions import LeadershipTheme
from schemas.events.envelope import Event, LogPosition
from schemas.events.learning import ParticipationStatus
from schemas.events.reference import LeadershipBehaviour

NeedClosure = Literal[
    "RATED_READY",
    "LEVEL_REACHED",
    "ASSESSMENT_VOIDED",
    "ASSESSMENT_RECALIBRATED",
    "ASSESSED_AGAIN",
    "POLICY_CHANGED",
    "DEPARTED",
]
FunnelGroup = Literal["APPLICANTS", "ATTENDED", "NOT_SELECTED"]
FunnelStepName = Literal["APPLIED", "SEAT", "COMPLETED", "POOL_MEMBER", "PLACED"]
LeadershipRemark = Literal[
    "UNKNOWN_EDITION", "MORE_SEATS_THAN_RESERVED", "UNKNOWN_NOMINATION", "NO_POLICY"
]


@dataclass(frozen=True, kw_only=True)
class CompetencyGap:
    """One competency of the assessment that counts, shown below the level expected."""

    job_group: str
    grade: str
    assessment_id: str
    event_id: str
    """The event that states the rating."""
    competency: str
    level_expected: int
    level_shown: int


@dataclass(frozen=True, kw_only=True)
class ProfileStanding:
    """How a person stands in one profile of the Pool."""

    job_group: str
    grade: str
    member_since: date | None
    """Null for whoever was never a member; see `MembershipRecorded`."""
    rating: Rating | None
    assessment_id: str | None


@dataclass(frozen=True, kw_only=True)
class EditionTaken:
    """A person's part in an edition, with the day of each step that was taken."""

    participation_id: str
    edition_id: str
    status: ParticipationStatus
    nomination_id: str | None
    applied_on: date | None
    seat_on: date | None
    completed_on: date | None
    ended_on: date | None
    """Declined, withdrawn or not selected."""
    event_id: str


@dataclass(frozen=True, kw_only=True)
class PostTakenUp:
    """A post that the person was placed in."""

    post_id: str
    job_group: str
    grade: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class LeadershipStanding(Event):
    """All that the leadership pipeline asks of a person, after one event of the person's log.

    Told only of those who have a gap or a part in a programme, or had one told before.
    """

    candidate_id: str
    position: LogPosition
    """In the candidate-log: the record that changed it."""
    cause_type: str
    current_grade: str | None
    gaps: tuple[CompetencyGap, ...]
    """Of profiles whose counting rating is TIER_2."""
    profiles: tuple[ProfileStanding, ...]
    participations: tuple[EditionTaken, ...]
    placements: tuple[PostTakenUp, ...]
    departed: bool
    """Merged into another id, or erased: then all lists are empty."""


@dataclass(frozen=True, kw_only=True)
class DevelopmentNeedIdentified(Event):
    """A person rated ready with development needs shows less of a competency than expected."""

    candidate_id: str
    need_id: str
    """One for each assessment and competency."""
    assessment_id: str
    job_group: str
    grade: str
    competency: str
    level_expected: int
    level_shown: int
    theme: LeadershipTheme | None
    """The part of the leadership roadmap that the competency belongs to; null: not mapped."""
    behaviours: tuple[LeadershipBehaviour, ...]
    """Those of the UN System Leadership Framework that the policy maps it to."""
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class DevelopmentNeedClosed(Event):
    """The need is met, or what it rested on counts no longer."""

    candidate_id: str
    need_id: str
    closure: NeedClosure
    assessment_id: str | None
    """The assessment that closes it: a later one, or the one voided or recalibrated."""
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class NominationEvent(Event):
    """What every event about a nomination names: one person for one edition."""

    candidate_id: str
    nomination_id: str
    edition_id: str


@dataclass(frozen=True, kw_only=True)
class NominationGround:
    """One thing that speaks for a nomination or had to hold for it."""

    ground: str
    """Such as `competency STRATEGIC_THINKING` or `no part in this edition yet`."""
    required: str
    held: str
    evidence: tuple[str, ...]
    """Ids of the events that show it."""


@dataclass(frozen=True, kw_only=True)
class NominationProposed(NominationEvent):
    """A free seat could meet needs of this person: a recommendation to people."""

    revision: int
    """1 for the first, then one more each time its grounds or its place change."""
    need_ids: tuple[str, ...]
    place: int
    """Among those proposed for the edition, 1 for the first."""
    reason: str
    grounds: tuple[NominationGround, ...]
    seats_reserved: int
    seats_free: int
    """Seats of the edition not allocated when this was made."""
    as_of: date
    position: LogPosition
    policy_id: str
    policy_version: int
    decision_version: int
    recommendation: str
    """That this is a recommendation only, and who decides."""


@dataclass(frozen=True, kw_only=True)
class NominationWithdrawn(NominationEvent):
    """What it rested on holds no longer."""

    reason: str
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class NominationEndorsed(NominationEvent):
    """A supervisor or HR stands behind it; the person may now apply."""

    actor_role: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class NominationDeclined(NominationEvent):
    """It will not go further."""

    actor_role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FunnelStep:
    """How many of a cohort came so far, and how long it took from the step before."""

    step: FunnelStepName
    people: int | None
    """Null: too few to be shown."""
    median_days: int | None


@dataclass(frozen=True, kw_only=True)
class FunnelOutcome:
    """Into which profile people of a cohort came, and how."""

    step: FunnelStepName
    """POOL_MEMBER or PLACED."""
    job_group: str
    grade: str
    rating: Rating | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class CohortGroup:
    """One group of a cohort, for people to compare: counts, never a cause."""

    group: FunnelGroup
    steps: tuple[FunnelStep, ...]
    outcomes: tuple[FunnelOutcome, ...]


@dataclass(frozen=True, kw_only=True)
class CohortFunnelRevised(Event):
    """How far the people of one edition have come; told at most once a day."""

    edition_id: str
    programme_id: str
    title: str
    starts_on: date
    seats_reserved: int
    seats_used: int
    groups: tuple[CohortGroup, ...]
    as_of: date
    position: LogPosition
    note: str
    """That these are counts and say nothing of causes."""


@dataclass(frozen=True, kw_only=True)
class LeadershipRemarked(Event):
    """Something stated about a programme does not fit: what, and what to do about it."""

    remark: LeadershipRemark
    edition_id: str | None
    candidate_id: str | None
    detail: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class LeadershipHeld:
    """One event that the pipeline's state consists of, framed as it came: `leadership-state`."""

    decision_version: int
    count: int
    """Which record of the leadership-log brought it."""
    event: bytes
