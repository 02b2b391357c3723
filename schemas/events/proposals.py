"""Match proposals: `pathways.proposals`, keyed by vacancy; a recommendation to people."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Rating
from schemas.events.envelope import DutyStationKey, Event, LogPosition
from schemas.events.learning import ParticipationStatus
from schemas.events.reference import CompetencyKind, FamilyStatus, HardshipClass
from schemas.events.vacancies import TierRule

RuleOutcome = Literal["PASS", "FAIL", "UNKNOWN", "WAIVED"]
VacancyPath = Literal["AD_HOC", "ROTATION", "UNKNOWN"]
ConsiderationTier = Literal["FIRST", "SECOND", "UNCONFIRMED"]
VacancyStage = Literal["OPEN", "SHORTLISTED", "OFFER_OUT"]
DiversityDimension = Literal["GENDER", "REGION"]


@dataclass(frozen=True, kw_only=True)
class RuleAnswer:
    """One rule's answer for one person, or for the vacancy itself, and what it rests on."""

    rule: str
    outcome: RuleOutcome
    required: str
    held: str
    evidence: tuple[str, ...] = ()
    """The ids of the events that prove what is held."""


@dataclass(frozen=True, kw_only=True)
class CriterionScore:
    """What one soft criterion contributes to a person's total."""

    criterion: str
    raw: str
    """The fact that counts, in words."""
    normalised: int
    """0 to 1000."""
    weight: int
    contribution: int
    """`normalised` times `weight`."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CompetencyHeld:
    """A value or competency of the profile beside what an assessment saw of it."""

    code: str
    kind: CompetencyKind | None
    """Null for one that was assessed though the profile does not name it."""
    expected: int | None
    shown: int | None
    assessment_id: str | None
    """The assessment that showed it; null where none did."""


@dataclass(frozen=True, kw_only=True)
class ProfileAhead:
    """The next profile already published for a later day, and who still meets it."""

    effective_from: date
    outcome: RuleOutcome
    """UNKNOWN where a level that it expects was not assessed."""
    short_of: tuple[str, ...] = ()
    """Codes of competencies below the level expected, or not assessed."""


@dataclass(frozen=True, kw_only=True)
class CompetingListing:
    """Another open vacancy whose proposal lists the same person."""

    vacancy_id: str
    job_group: str
    grade: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class LearningShown:
    """A person's part in a leadership programme: shown, never a rule or a score."""

    edition_id: str
    status: ParticipationStatus
    event_id: str


@dataclass(frozen=True, kw_only=True)
class RankedCandidate:
    """A person proposed; rank 1 is the first."""

    rank: int
    candidate_id: str
    rating: Rating | None
    answers: tuple[RuleAnswer, ...]
    tie_break: str
    """What placed the person behind the one before, such as `total` or `membership date`."""
    warnings: tuple[str, ...] = ()
    consideration_tier: ConsiderationTier = "FIRST"
    tier_clause: str = ""
    """The clause of the tier rule that decided, or what is missing."""
    total: int = 0
    criteria: tuple[CriterionScore, ...] = ()
    advisory: tuple[RuleAnswer, ...] = ()
    """Answers of rules that warn and bar nobody."""
    competencies: tuple[CompetencyHeld, ...] = ()
    profile_ahead: ProfileAhead | None = None
    competing: tuple[CompetingListing, ...] = ()
    learning: tuple[LearningShown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NearMiss:
    """A person whom exactly one rule excludes."""

    candidate_id: str
    rating: Rating | None
    rule: str
    answers: tuple[RuleAnswer, ...]
    waiver: str = ""
    """Whether a waiver of that rule could help, in words."""


@dataclass(frozen=True, kw_only=True)
class CannotConfirm:
    """A person whom no rule excludes, but a fact is missing."""

    candidate_id: str
    rating: Rating | None
    missing: tuple[str, ...]
    answers: tuple[RuleAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """How many people one rule excludes, alone or with others."""

    rule: str
    excluded: int


@dataclass(frozen=True, kw_only=True)
class ProposalCounts:
    """The whole numbers behind the lists, which are cut to a length of the rule set."""

    roster_size: int
    """Memberships recorded in the job group, whatever their grade and status."""
    considered: int
    """Memberships recorded for the vacancy's profile: each gets an answer from every rule."""
    eligible: int
    near_misses: int
    cannot_confirm: int
    excluded: tuple[RuleCount, ...]
    first_tier: int = 0
    second_tier: int = 0
    tier_unconfirmed: int = 0
    """The three add up to `eligible`."""
    waived: tuple[RuleCount, ...] = ()
    """For how many people each rule is waived."""


@dataclass(frozen=True, kw_only=True)
class DiversityCell:
    """How many people of one kind there are; null where too few to be shown."""

    dimension: DiversityDimension
    value: str
    """A gender, or a region; a person of several regions counts in each."""
    pool: int | None
    eligible: int | None
    listed: int | None


@dataclass(frozen=True, kw_only=True)
class DiversityPanel:
    """Aggregates for people who look after balance; they decide nothing here."""

    shown_from: int
    """The fewest people that a cell shows."""
    cells: tuple[DiversityCell, ...]


@dataclass(frozen=True, kw_only=True)
class OfferOut:
    """An offer that waits for its answer."""

    offer_id: str
    candidate_id: str
    reply_by: date | None
    """The last day for an answer, as stated or as the policy has it; null: no end."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """An event that brought a revision about, in words."""

    event_id: str
    event_type: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """A person whose rank changed from one revision to the next."""

    candidate_id: str
    from_rank: int
    to_rank: int


@dataclass(frozen=True, kw_only=True)
class ListChanges:
    """What a revision changes in the ranked list."""

    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleSetUsed:
    """The policy that decided: its hash shows that nobody changed it afterwards."""

    rule_set_id: str
    version: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """What every event about a proposal says."""

    proposal_id: str
    vacancy_id: str
    vacancy_version: int
    job_group: str
    grade: str
    revision: int
    """1 for the first event about a vacancy, then one more each time."""
    as_of: date
    position: LogPosition
    rule_set: RuleSetUsed | None
    decision_version: int
    path: VacancyPath
    path_answer: RuleAnswer | None
    """H16: whether the vacancy is truly outside the rotation cycle."""
    reason: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalListing(ProposalEvent):
    """The ordered, explained list."""

    title: str
    duty_station: DutyStationKey
    duty_station_name: str | None
    hardship_class: HardshipClass | None
    family_status: FamilyStatus | None
    start_by: date
    ranked: tuple[RankedCandidate, ...]
    near_misses: tuple[NearMiss, ...]
    cannot_confirm: tuple[CannotConfirm, ...]
    counts: ProposalCounts
    changes: ListChanges
    explanation: str | None
    """Why the list is empty, where it is."""
    recommendation: str
    """That this is a recommendation only, and who decides."""
    tier_rule: TierRule | None = None
    tier_unconfirmed: tuple[RankedCandidate, ...] = ()
    """Eligible people whose tier hangs on a fact that is not known: for a person to resolve."""
    diversity: DiversityPanel | None = None
    stage: VacancyStage = "OPEN"
    shortlisted: tuple[str, ...] = ()
    offers_out: tuple[OfferOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposalEmitted(ProposalListing):
    """The first list for an open vacancy, or the first after a withdrawal."""


@dataclass(frozen=True, kw_only=True)
class ProposalRevised(ProposalListing):
    """The list as it is now, what changed and why."""


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(ProposalEvent):
    """There is no proposal for this vacancy any more."""


@dataclass(frozen=True, kw_only=True)
class ProposalDeferred(ProposalEvent):
    """The rotation exercise fills this post."""


@dataclass(frozen=True, kw_only=True)
class ProposalHeld(ProposalEvent):
    """A fact is missing or contradicts another one: a person must look."""

    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalExpired(ProposalEvent):
    """The vacancy closed before anybody decided on its proposal."""

    expired_on: date
    """The first day on which the proposal no longer stood."""


@dataclass(frozen=True, kw_only=True)
class ProposalAdvised(ProposalEvent):
    """Facts changed after a review: the reviewed list stays, and people are told."""

    reviewed_revision: int
    changes: ListChanges
    """What a list made now would change in the reviewed one."""
    warnings: tuple[str, ...] = ()
    """What bears on somebody whose rank is the same."""


@dataclass(frozen=True, kw_only=True)
class DecisionRefused(Event):
    """A decision of people that could not count: what was wrong, and what stands."""

    vacancy_id: str
    job_group: str
    decision_event_id: str
    decision_type: str
    revision_seen: int | None
    """The revision that the decision was taken on."""
    revision_current: int
    """The last revision when the decision was read; 0 where there was none."""
    reason: str
    remedy: str
    """What whoever decided can do."""
    as_of: date
    position: LogPosition
    decision_version: int
