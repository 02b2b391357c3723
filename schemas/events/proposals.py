"""Match proposals: `pathways.proposals`, keyed by vacancy; a recommendation to people."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.assessments import Rating
from schemas.events.envelope import DutyStationKey, Event, LogPosition
from schemas.events.reference import FamilyStatus, HardshipClass

RuleOutcome = Literal["PASS", "FAIL", "UNKNOWN", "WAIVED"]
VacancyPath = Literal["AD_HOC", "ROTATION", "UNKNOWN"]


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
class RankedCandidate:
    """A person proposed; rank 1 is the first."""

    rank: int
    candidate_id: str
    rating: Rating | None
    answers: tuple[RuleAnswer, ...]
    tie_break: str
    """What placed the person behind the one before, such as `membership date`."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NearMiss:
    """A person whom exactly one rule excludes."""

    candidate_id: str
    rating: Rating | None
    rule: str
    answers: tuple[RuleAnswer, ...]


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
