"""THE event table: each record's topic, key, way through intake, version and standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from schemas import events
from schemas.events import drafts

EVERY_PARTITION: Final = "every partition"
"""In place of a key: intake copies the event to each partition of the log."""

Status = Literal["frozen", "draft"]


@dataclass(frozen=True, slots=True)
class Route:
    """A log that intake writes an event to, and the field that is its key there."""

    log: str
    key: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One record of the contract."""

    event: type[Any]
    topic: str
    """Where it stands, without the prefix."""
    key: str
    """The field that is its key there, or how the key is made."""
    routes: tuple[Route, ...] = ()
    """Where intake takes it; nothing for what Pathways writes itself."""
    version: int = 1
    status: Status = "frozen"

    @property
    def name(self) -> str:
        return self.event.__name__


_PERSON = (Route("candidate-log", "candidate_id"),)
_VACANCY = (Route("pool-log", "job_group"),)
_DECISION = _PERSON + _VACANCY
_POLICY = (Route("pool-log", EVERY_PARTITION),)

_TABLE = (
    *(
        EventRow(event, topic, "candidate_id", _PERSON)
        for topic, family in (
            (
                "applications",
                (
                    events.ApplicationSubmitted,
                    events.ApplicationScreened,
                    events.ApplicationWithdrawn,
                ),
            ),
            ("assessments", (events.AssessmentCompleted, events.AssessmentVoided)),
            (
                "staffing",
                (events.IncumbentAssigned, events.IncumbentSeparated, events.PerformanceRated),
            ),
            (
                "availability",
                (
                    events.AvailabilityConfirmed,
                    events.AvailabilityHeld,
                    events.AvailabilityReleased,
                ),
            ),
        )
        for event in family
    ),
    *(
        EventRow(event, "vacancies", "vacancy_id", _VACANCY)
        for event in (
            events.VacancyAnticipated,
            events.VacancyOpened,
            events.VacancyAmended,
            events.VacancySuspended,
            events.VacancyResumed,
            events.VacancyCancelled,
            events.VacancyFilled,
            events.VacancyMovedToRotation,
        )
    ),
    *(
        EventRow(event, "decisions", "vacancy_id", _DECISION)
        for event in (
            events.OfferMade,
            events.OfferAccepted,
            events.OfferDeclined,
            events.OfferRevoked,
        )
    ),
    EventRow(events.DayStarted, "reference", "event_id", _POLICY),
    EventRow(events.ProfilePublished, "reference", "event_id", _POLICY),
    EventRow(events.DutyStationClassified, "reference", "event_id", _POLICY),
    EventRow(events.RotationCyclePublished, "reference", "cycle_id", _POLICY),
    EventRow(events.RuleSetPublished, "reference", "rule_set_id", _POLICY),
    EventRow(events.MembershipRecorded, "pool-log", "job_group"),
    *(
        EventRow(event, "roster", "candidate_id|job_group|grade")
        for event in (
            events.MembershipActivated,
            events.MembershipChanged,
            events.MembershipSuspended,
            events.MembershipExpired,
            events.MembershipRemoved,
        )
    ),
    *(
        EventRow(event, "proposals", "vacancy_id")
        for event in (
            events.ProposalEmitted,
            events.ProposalRevised,
            events.ProposalWithdrawn,
            events.ProposalDeferred,
            events.ProposalHeld,
        )
    ),
    EventRow(events.CandidateState, "candidates", "candidate_id"),
    EventRow(events.PooledMembership, "pool-state", "membership|candidate_id|job_group|grade"),
    EventRow(events.PooledVacancy, "pool-state", "vacancy|vacancy_id"),
    EventRow(events.PooledReference, "pool-state", "reference|what it is about"),
    EventRow(events.PoolEvaluated, "evaluations", "partition"),
    EventRow(events.EventRejected, "rejected", "the original key"),
    EventRow(events.UnitPosition, "positions", "unit"),
    EventRow(events.UnitHealth, "positions", "health/unit"),
)


def _draft(
    topic: str, key: str, routes: tuple[Route, ...], *kinds: type[Any]
) -> tuple[EventRow, ...]:
    return tuple(EventRow(kind, topic, key, routes, status="draft") for kind in kinds)


_BOTH_PERSONS = (*_PERSON, Route("candidate-log", "merged_candidate_id"))

# A draft without a route waits for a log that is still to be decided: docs/decisions/drafts.md.
_DRAFTS = (
    *_draft(
        "applications",
        "candidate_id",
        _PERSON,
        drafts.ProfileUpdated,
        drafts.LanguageRecorded,
        drafts.PreferencesDeclared,
        drafts.ClearanceRecorded,
        drafts.CandidateErased,
    ),
    *_draft("applications", "candidate_id", _BOTH_PERSONS, drafts.CandidateMerged),
    *_draft(
        "assessments",
        "candidate_id",
        _PERSON,
        drafts.AssessmentScheduled,
        drafts.AssessmentRecalibrated,
    ),
    *_draft(
        "staffing",
        "candidate_id",
        _PERSON,
        drafts.TourEndChanged,
        drafts.RelativesDeclared,
        drafts.IncumbentPostAbolished,
        drafts.AssignmentStarted,
        drafts.AssignmentCompleted,
        drafts.AssignmentCurtailed,
    ),
    *_draft(
        "decisions",
        "vacancy_id",
        _VACANCY,
        drafts.ProposalAccepted,
        drafts.ProposalRejected,
        drafts.ProposalReturned,
        drafts.CandidateShortlisted,
    ),
    *_draft(
        "decisions",
        "vacancy_id",
        _DECISION,
        drafts.OfferLapsed,
        drafts.PlacementConfirmed,
        drafts.WaiverRequested,
        drafts.WaiverGranted,
        drafts.WaiverDenied,
    ),
    *_draft(
        "reference",
        "post_id",
        _POLICY,
        drafts.PostPublished,
        drafts.PostReclassified,
        drafts.PostAbolished,
    ),
    *_draft("reference", "list_id", _POLICY, drafts.MemberStateListPublished),
    *_draft(
        "reference",
        "event_id",
        _POLICY,
        drafts.CompetencyProfilePublished,
        drafts.DecisionVersionStarted,
    ),
    *_draft(
        "reference",
        "edition_id",
        _POLICY,
        drafts.ProgrammeEditionAnnounced,
        drafts.SeatsReservedChanged,
    ),
    *_draft(
        "reference",
        "cycle_id",
        (),
        drafts.CatalogueFrozen,
        drafts.CatalogueAmended,
        drafts.PreferencesRanked,
        drafts.HirerRankingSubmitted,
        drafts.HirerRankingLocked,
        drafts.SlateAdjusted,
        drafts.SlateSignedOff,
    ),
    *_draft(
        "learning",
        "candidate_id",
        _PERSON,
        drafts.LearningApplicationSubmitted,
        drafts.SeatAllocated,
        drafts.SeatRefused,
        drafts.SeatDeclined,
        drafts.LearningCompleted,
        drafts.LearningWithdrawn,
        drafts.NominationEndorsed,
        drafts.NominationDeclined,
    ),
    *_draft(
        "learning",
        "candidate_id",
        (),
        drafts.DevelopmentNeedIdentified,
        drafts.DevelopmentNeedClosed,
        drafts.NominationProposed,
    ),
    *_draft(
        "proposals",
        "vacancy_id",
        (),
        drafts.ProposalExpired,
        drafts.ProposalAdvised,
        drafts.DecisionRefused,
    ),
    *_draft("proposals", "cycle_id", (), drafts.SlateProposed),
)

EVENT_TABLE: Mapping[str, EventRow] = MappingProxyType(
    {row.name: row for row in (*_TABLE, *_DRAFTS)}
)
"""Every record by the name of its schema."""
