"""What the candidates stage tells the pool: `pathways.pool-log`, keyed by job group."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from schemas.events.applications import (
    ClearanceStatus,
    ClearanceType,
    ExperienceGained,
    LanguageEvidence,
    LanguageFramework,
    LanguageLevel,
)
from schemas.events.assessments import CompetencyShown, Rating
from schemas.events.envelope import DutyStationKey, Event, LogPosition
from schemas.events.learning import ParticipationStatus
from schemas.events.reference import HardshipClass

Departure = Literal["LEFT", "MERGED", "ERASED"]


@dataclass(frozen=True, kw_only=True)
class AssessmentFact:
    """The assessment that counts for a membership: neither voided nor superseded, the latest."""

    assessment_id: str
    rating: Rating
    completed_on: date
    event_id: str
    """The event that states the rating: the completion, or the recalibration that counts."""
    competencies: tuple[CompetencyShown, ...] = ()


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
    """An accepted offer that was not declined, revoked or stated to have lapsed."""

    offer_id: str
    vacancy_id: str
    event_id: str
    offered_on: date | None = None
    """Null while the offer itself is not known."""
    reply_by: date | None = None
    accepted_on: date | None = None
    placed_from: date | None = None
    """The first day in the post, once confirmed: the commitment ends the day before."""


@dataclass(frozen=True, kw_only=True)
class StatedFact:
    """One thing stated of a person, and the event that states it."""

    value: str
    event_id: str


@dataclass(frozen=True, kw_only=True)
class NationalitiesFact:
    """All nationalities, as ISO 3166-1 alpha-3, sorted."""

    countries: tuple[str, ...]
    event_id: str


@dataclass(frozen=True, kw_only=True)
class DateFact:
    """One day stated of a person."""

    day: date
    event_id: str


@dataclass(frozen=True, kw_only=True)
class ExperienceFact:
    """Months of work of each kind."""

    experience: ExperienceGained
    event_id: str


@dataclass(frozen=True, kw_only=True)
class LanguageFact:
    """What one kind of evidence says of one language in one framework."""

    language: str
    framework: LanguageFramework
    evidence: LanguageEvidence
    levels: tuple[LanguageLevel, ...]
    event_id: str


@dataclass(frozen=True, kw_only=True)
class PreferencesFact:
    """The last declaration of where a person is ready to serve."""

    max_hardship: HardshipClass | None
    accepts_non_family: bool | None
    preferred_stations: tuple[DutyStationKey, ...]
    preferred_regions: tuple[str, ...]
    excluded_stations: tuple[DutyStationKey, ...]
    event_id: str


@dataclass(frozen=True, kw_only=True)
class ClearanceFact:
    """The record of a type that counts: the latest that is not pending, else the pending one."""

    clearance_type: ClearanceType
    status: ClearanceStatus
    valid_from: date | None
    valid_until: date | None
    event_id: str


@dataclass(frozen=True, kw_only=True)
class PostingFact:
    """The post that a person holds, or held last, in whatever job group: the one started last."""

    assignment_id: str
    post_id: str
    duty_station: DutyStationKey
    job_group: str
    grade: str
    starts_on: date
    ends_on: date | None
    due_rotation_on: date | None
    """As the latest change of the tour has it."""
    abolished_on: date | None
    """The post's last day, where it is to be abolished under the person."""
    event_ids: tuple[str, ...]
    """What states all this: the assignment first."""


@dataclass(frozen=True, kw_only=True)
class LearningFact:
    """Where a person's part in a programme's edition stands."""

    edition_id: str
    status: ParticipationStatus
    event_id: str


@dataclass(frozen=True, kw_only=True)
class DepartureFact:
    """Why a membership has no basis any more, where that was said of the person."""

    kind: Departure
    event_id: str
    stays_as: str | None = None
    """For MERGED: the id under which the person goes on."""


@dataclass(frozen=True, kw_only=True)
class MembershipHead(Event):
    """What `MembershipRecorded` begins with: whose membership it is, and what changed it."""

    candidate_id: str
    job_group: str
    grade: str
    position: LogPosition
    """In the candidate-log: the record that changed the facts."""
    cause_type: str


@dataclass(frozen=True, kw_only=True)
class MembershipRecorded(MembershipHead):
    """All facts of one (person, job group, grade) after one event of the person's log.

    Facts only: what they mean on a day, under a policy, is for the pool to say. The event that
    changed them is `causation_id`; its type stands in `cause_type`.
    """

    assessment: AssessmentFact | None
    member_since: date | None
    """The completion of the first assessment that counts, or the start of the first assignment."""
    incumbency: IncumbencyFact | None
    performance: PerformanceFact | None
    availability: AvailabilityFact | None
    holds: tuple[HoldFact, ...]
    commitments: tuple[CommitmentFact, ...]
    """More than one is a contradiction that people must solve; each is shown."""
    origin: StatedFact | None = None
    appointment_type: StatedFact | None = None
    gender: StatedFact | None = None
    """F, M, X or UNDISCLOSED; it acts through a tier rule and aggregates only."""
    nationalities: NationalitiesFact | None = None
    retirement: DateFact | None = None
    """The last day before retirement."""
    relatives: StatedFact | None = None
    experience: ExperienceFact | None = None
    languages: tuple[LanguageFact, ...] = ()
    preferences: PreferencesFact | None = None
    clearances: tuple[ClearanceFact, ...] = ()
    """At most one of each type, sorted by type; visas apart, which stay with the person."""
    posting: PostingFact | None = None
    learning: tuple[LearningFact, ...] = ()
    departure: DepartureFact | None = None
    former_ids: tuple[str, ...] = ()
    """Ids of the same person that are used no more; what a vacancy says of them is of this one."""


@dataclass(frozen=True, kw_only=True)
class ListedCandidate:
    """A person on a list, and where."""

    candidate_id: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class CandidatesListed(Event):
    """Whom a vacancy's proposal ranks now: told by its pool to every partition of the pool-log.

    It lets each pool show who is on other lists. It changes no rank anywhere, so that no list
    answers to another list's answer.
    """

    vacancy_id: str
    job_group: str
    grade: str
    revision: int
    """Of the proposal: a later one replaces an earlier one."""
    listed: tuple[ListedCandidate, ...]
    """Empty where there is no live list any more."""
