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
_EXERCISE = (Route("exercise-log", "cycle_id"),)
_POSTING = (*_PERSON, Route("exercise-log", "candidate_id"))

_BOTH_PERSONS = (*_POSTING, Route("candidate-log", "merged_candidate_id"))


def _also(*logs: str, key: str) -> tuple[Route, ...]:
    """To logs of a single partition, whose records keep their own keys."""
    return tuple(Route(log, key) for log in logs)


def _rows(
    topic: str,
    key: str,
    routes: tuple[Route, ...],
    *kinds: type[Any],
    version: int = 1,
    status: Status = "frozen",
) -> tuple[EventRow, ...]:
    return tuple(EventRow(kind, topic, key, routes, version, status) for kind in kinds)


_UPSTREAM = (
    *_rows(
        "applications",
        "candidate_id",
        _PERSON,
        events.ApplicationSubmitted,
        events.ApplicationScreened,
        events.ApplicationWithdrawn,
        events.ProfileUpdated,
        events.LanguageRecorded,
        events.PreferencesDeclared,
        events.ClearanceRecorded,
        events.PoolLeft,
    ),
    *_rows("applications", "candidate_id", _POSTING, events.CandidateErased),
    *_rows("applications", "candidate_id", _BOTH_PERSONS, events.CandidateMerged),
    *_rows(
        "assessments",
        "candidate_id",
        _PERSON,
        events.AssessmentScheduled,
        events.AssessmentCompleted,
        events.AssessmentRecalibrated,
        events.AssessmentVoided,
    ),
    *_rows(
        "staffing",
        "candidate_id",
        _POSTING,
        events.IncumbentAssigned,
        events.IncumbentSeparated,
        events.IncumbentPostAbolished,
        events.TourEndChanged,
        events.AssignmentStarted,
        events.AssignmentCompleted,
        events.AssignmentCurtailed,
    ),
    *_rows(
        "staffing",
        "candidate_id",
        _PERSON,
        events.PerformanceRated,
        events.RelativesDeclared,
    ),
    *_rows(
        "availability",
        "candidate_id",
        _PERSON,
        events.AvailabilityConfirmed,
        events.AvailabilityHeld,
        events.AvailabilityReleased,
    ),
    *_rows(
        "learning",
        "candidate_id",
        _PERSON,
        events.LearningApplicationSubmitted,
        events.SeatAllocated,
        events.SeatRefused,
        events.SeatDeclined,
        events.LearningCompleted,
        events.LearningWithdrawn,
    ),
    *_rows(
        "vacancies",
        "vacancy_id",
        _VACANCY,
        events.VacancyOpened,
        events.VacancyAmended,
        version=2,
    ),
    *_rows(
        "vacancies",
        "vacancy_id",
        _VACANCY,
        events.VacancyAnticipated,
        events.VacancySuspended,
        events.VacancyResumed,
        events.VacancyCancelled,
        events.VacancyFilled,
        events.VacancyMovedToRotation,
    ),
    *_rows(
        "decisions",
        "vacancy_id",
        _VACANCY,
        events.ProposalAccepted,
        events.ProposalRejected,
        events.ProposalReturned,
        events.CandidateShortlisted,
        events.WaiverRequested,
        events.WaiverGranted,
        events.WaiverDenied,
    ),
    *_rows(
        "decisions",
        "vacancy_id",
        _DECISION,
        events.OfferMade,
        events.OfferAccepted,
        events.OfferDeclined,
        events.OfferRevoked,
        events.OfferLapsed,
        events.PlacementConfirmed,
    ),
    *_rows(
        "learning",
        "candidate_id",
        (Route("leadership-log", "candidate_id"),),
        events.NominationEndorsed,
        events.NominationDeclined,
    ),
    *_rows(
        "exercises",
        "cycle_id",
        _EXERCISE,
        events.CatalogueFrozen,
        events.CatalogueAmended,
        events.PreferencesRanked,
        events.HirerRankingSubmitted,
        events.HirerRankingLocked,
        events.SlateRequested,
        events.SlateAdjusted,
        events.SlateSignedOff,
    ),
    *_rows(
        "reference",
        "event_id",
        (*_POLICY, *_also("exercise-log", "leadership-log", key="event_id")),
        events.DayStarted,
    ),
    *_rows("reference", "event_id", _POLICY, events.ProfilePublished),
    *_rows(
        "reference",
        "event_id",
        (*_POLICY, *_also("exercise-log", key="event_id")),
        events.DutyStationClassified,
        version=2,
    ),
    *_rows("reference", "event_id", _POLICY, events.CompetencyProfilePublished),
    *_rows(
        "reference",
        "post_id",
        (*_POLICY, *_also("exercise-log", key="post_id")),
        events.PostPublished,
        events.PostReclassified,
        events.PostAbolished,
    ),
    *_rows("reference", "list_id", _POLICY, events.MemberStateListPublished),
    *_rows("reference", "cycle_id", (*_POLICY, *_EXERCISE), events.RotationCyclePublished),
    *_rows(
        "reference",
        "rule_set_id",
        (*_POLICY, *_also("exercise-log", key="rule_set_id")),
        events.RuleSetPublished,
        version=2,
    ),
    *_rows(
        "reference",
        "policy_id",
        _also("exercise-log", key="policy_id"),
        events.ExercisePolicyPublished,
    ),
    *_rows(
        "reference",
        "policy_id",
        _also("leadership-log", key="policy_id"),
        events.LeadershipPolicyPublished,
    ),
    *_rows(
        "reference",
        "edition_id",
        _also("leadership-log", key="edition_id"),
        events.ProgrammeEditionAnnounced,
        events.SeatsReservedChanged,
    ),
)

_OWN = (
    *_rows("candidate-log", "candidate_id", (), events.PersonAbsorbed, events.PersonErased),
    *_rows("pool-log", "job_group", (), events.MembershipRecorded, version=2),
    *_rows("pool-log", "vacancy_id", (), events.CandidatesListed),
    *_rows("pool-log", "job_group", (), events.PostsToJudge),
    *_rows("exercise-log", "cycle_id", (), events.PostsJudged),
    *_rows("leadership-log", "candidate_id", (), events.LeadershipStanding),
    *_rows(
        "roster",
        "candidate_id|job_group|grade",
        (),
        events.MembershipActivated,
        events.MembershipChanged,
        events.MembershipSuspended,
        events.MembershipExpired,
        events.MembershipRemoved,
    ),
    *_rows(
        "proposals",
        "vacancy_id",
        (),
        events.ProposalEmitted,
        events.ProposalRevised,
        version=2,
    ),
    *_rows(
        "proposals",
        "vacancy_id",
        (),
        events.ProposalWithdrawn,
        events.ProposalDeferred,
        events.ProposalHeld,
        events.ProposalExpired,
        events.ProposalAdvised,
        events.DecisionRefused,
    ),
    *_rows("horizon", "job_group", (), events.HorizonForecast),
    *_rows(
        "slates",
        "cycle_id",
        (),
        events.SlateProposed,
        events.SlateSettled,
        events.ExerciseRemarked,
    ),
    *_rows(
        "nominations",
        "candidate_id",
        (),
        events.DevelopmentNeedIdentified,
        events.DevelopmentNeedClosed,
        events.NominationProposed,
        events.NominationWithdrawn,
    ),
    *_rows("nominations", "edition_id", (), events.CohortFunnelRevised),
    *_rows("nominations", "edition_id or candidate_id", (), events.LeadershipRemarked),
    *_rows("exercise-state", "what it is about", (), events.ExerciseHeld),
    *_rows("leadership-state", "what it is about", (), events.LeadershipHeld),
    *_rows("candidates", "candidate_id", (), events.CandidateState, version=2),
    *_rows("pool-state", "membership|candidate_id|job_group|grade", (), events.PooledMembership),
    *_rows("pool-state", "vacancy|vacancy_id", (), events.PooledVacancy, version=2),
    *_rows("pool-state", "reference|what it is about", (), events.PooledReference),
    *_rows("evaluations", "partition", (), events.PoolEvaluated),
    *_rows("rejected", "the original key", (), events.EventRejected),
    *_rows("positions", "unit", (), events.UnitPosition),
    *_rows("positions", "health/unit", (), events.UnitHealth),
)


_DRAFTS = _rows("reference", "event_id", _POLICY, drafts.DecisionVersionStarted, status="draft")

EVENT_TABLE: Mapping[str, EventRow] = MappingProxyType(
    {row.name: row for row in (*_UPSTREAM, *_OWN, *_DRAFTS)}
)
"""Every record by the name of its schema."""
