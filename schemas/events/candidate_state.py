"""What the candidates stage remembers of one person: `pathways.candidates`, keyed by candidate.

Private to the stage. Each list holds the last statement about each identified thing, in the order
of the things' ids; what two statements about one thing mean together is worked out when read.
What stands here is what some answer needs; the rest of an event stays in the log.
A `stamp` is 8 bytes of `occurred_at` and 8 of `recorded_at` (microseconds since 1970 plus 2**63,
big-endian) and then the `event_id`: compared as bytes, the later statement is the larger one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.applications import (
    ClearanceStatus,
    ClearanceType,
    ExperienceGained,
    LanguageEvidence,
    LanguageFramework,
    LanguageLevel,
    ScreeningOutcome,
)
from schemas.events.assessments import CompetencyShown, Rating
from schemas.events.envelope import DutyStationKey, PoolProfile
from schemas.events.learning import ParticipationStatus
from schemas.events.reference import HardshipClass

OfferStep = Literal["MADE", "ACCEPTED", "DECLINED", "REVOKED", "LAPSED"]
StatedField = Literal["origin", "appointment_type", "gender", "relatives"]


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
    competencies: tuple[CompetencyShown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """An assessment is to take place."""

    assessment_id: str
    stamp: bytes
    application_id: str | None


@dataclass(frozen=True, kw_only=True)
class Recalibration:
    """The last correction of an assessment's rating."""

    assessment_id: str
    stamp: bytes
    rating: Rating
    competencies: tuple[CompetencyShown, ...]


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
    duty_station: DutyStationKey | None = None
    """Null in what decision version 1 remembered."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """The actual first day of an assignment."""

    assignment_id: str
    stamp: bytes
    started_on: date


@dataclass(frozen=True, kw_only=True)
class TourEnd:
    """The day on which an assignment is due to end, as changed."""

    assignment_id: str
    stamp: bytes
    due_rotation_on: date


@dataclass(frozen=True, kw_only=True)
class Abolition:
    """The last day of the post under an assignment."""

    assignment_id: str
    stamp: bytes
    abolished_on: date


@dataclass(frozen=True, kw_only=True)
class Separation:
    """The last day of an assignment: separated, completed or curtailed, as stated last."""

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
    reply_by: date | None = None
    """Of the step MADE."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Who accepted an offer will take up the post."""

    offer_id: str
    stamp: bytes
    post_id: str
    job_group: str
    grade: str
    duty_station: DutyStationKey
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class StatedText:
    """One field of what is known about a person."""

    field: StatedField
    stamp: bytes
    value: str


@dataclass(frozen=True, kw_only=True)
class StatedNationalities:
    """All nationalities."""

    stamp: bytes
    countries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StatedExperience:
    """Months of work."""

    stamp: bytes
    experience: ExperienceGained


@dataclass(frozen=True, kw_only=True)
class StatedRetirement:
    """The last day before retirement."""

    stamp: bytes
    retirement_on: date


@dataclass(frozen=True, kw_only=True)
class StatedLanguage:
    """What one kind of evidence says of one language in one framework; no levels: nothing."""

    language: str
    framework: LanguageFramework
    evidence: LanguageEvidence
    stamp: bytes
    levels: tuple[LanguageLevel, ...]


@dataclass(frozen=True, kw_only=True)
class StatedPreferences:
    """Where the person is ready to serve."""

    stamp: bytes
    max_hardship: HardshipClass | None
    accepts_non_family: bool | None
    preferred_stations: tuple[DutyStationKey, ...]
    preferred_regions: tuple[str, ...]
    excluded_stations: tuple[DutyStationKey, ...]


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """A record of a clearance."""

    clearance_id: str
    stamp: bytes
    clearance_type: ClearanceType
    status: ClearanceStatus
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """The person gave up a profile; without job group and grade, all of them."""

    job_group: str
    grade: str
    stamp: bytes


@dataclass(frozen=True, kw_only=True)
class ParticipationStep:
    """One step of a person's part in a programme's edition."""

    participation_id: str
    step: ParticipationStatus
    stamp: bytes
    edition_id: str


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Two ids were said to be one person."""

    merged_id: str
    stays_as: str
    stamp: bytes


@dataclass(frozen=True, kw_only=True)
class Statements:
    """Every statement that counts of what was said under one id."""

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
    schedules: tuple[Schedule, ...] = ()
    recalibrations: tuple[Recalibration, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    tour_ends: tuple[TourEnd, ...] = ()
    abolitions: tuple[Abolition, ...] = ()
    placements: tuple[Placement, ...] = ()
    texts: tuple[StatedText, ...] = ()
    nationalities: tuple[StatedNationalities, ...] = ()
    """At most one; so are experience, retirement and preferences."""
    experience: tuple[StatedExperience, ...] = ()
    retirement: tuple[StatedRetirement, ...] = ()
    languages: tuple[StatedLanguage, ...] = ()
    preferences: tuple[StatedPreferences, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    leavings: tuple[Leaving, ...] = ()
    participations: tuple[ParticipationStep, ...] = ()
    erased: bool = False
    """If so, nothing else is left."""


@dataclass(frozen=True, kw_only=True)
class Absorbed:
    """What was stated under another id of the same person, or that it is erased."""

    candidate_id: str
    statements: Statements


@dataclass(frozen=True, kw_only=True)
class CandidateState(Statements):
    """Every statement that counts in the fold of one person's log, and who the person is."""

    candidate_id: str = ""
    """Whose state it is, once that matters: from the first merge on."""
    merges: tuple[Merge, ...] = ()
    """All that is known of which ids are the same person."""
    absorbed: tuple[Absorbed, ...] = ()
    """Of the ids merged into this one, directly or through others."""
