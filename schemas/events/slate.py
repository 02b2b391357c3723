"""The result of a rotation exercise and what people make of it; by cycle.

What people ask for and decide stands on `pathways.exercises`, what Pathways answers on
`pathways.slates`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import Event, LogPosition
from schemas.events.proposals import RuleSetUsed

SlateMethod = Literal["DEFERRED_ACCEPTANCE", "GLOBAL_ASSIGNMENT"]
RankSource = Literal["STATED", "IMPUTED"]
PlacementTier = Literal["FIRST", "SECOND"]
Remark = Literal[
    "OVERLAPPING_WINDOWS",
    "UNKNOWN_CYCLE",
    "NO_POLICY",
    "NO_CATALOGUE",
    "WINDOW_CLOSED",
    "WINDOW_OPEN",
    "UNKNOWN_POST",
    "TOO_MANY_CHOICES",
    "LOCKED",
    "STALE",
    "NO_SLATE",
    "NOT_ALLOWED",
    "SIGNED_OFF",
    "RULES_CHANGED",
]


@dataclass(frozen=True, kw_only=True)
class SlateRequested(Event):
    """People ask for a slate; it is made from all that is known when this is read."""

    cycle_id: str
    request_id: str
    method: SlateMethod
    actor_role: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class SlatePlacement:
    """A person placed in a post, and how far both sides wanted it."""

    candidate_id: str
    post_id: str
    job_group: str
    grade: str
    candidate_rank: int | None
    """The rank that the person gave the post; null where it was not ranked."""
    hirer_rank: int
    """The person's place in the post's own order, 1 for the first."""
    hirer_rank_source: RankSource
    """IMPUTED where the exercise filled in what the hiring side left out."""
    consideration_tier: PlacementTier
    total: int
    """The score by the rule set's criteria."""
    locked: bool
    """Held fast by people before the run."""
    adjusted: bool
    """Put there by people after the run."""
    leaves_post_id: str | None
    """The catalogue's post that the person holds now."""
    explanation: str


@dataclass(frozen=True, kw_only=True)
class CandidateUnplaced:
    """A person who takes part and gets no post."""

    candidate_id: str
    must_move: bool
    explanation: str


@dataclass(frozen=True, kw_only=True)
class PostUnfilled:
    """A post that nobody gets: after sign-off it returns to the live path."""

    post_id: str
    job_group: str
    grade: str
    vacancy_id: str | None
    explanation: str


@dataclass(frozen=True, kw_only=True)
class BlockingPair:
    """A person and a post who would both rather have each other than what the slate gives them."""

    candidate_id: str
    post_id: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class JointOption:
    """Two posts that a couple could take together: for people to weigh, in no slate yet."""

    candidate_id: str
    post_id: str
    partner_id: str
    partner_post_id: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class SlateProposed(Event):
    """Who would go where: a recommendation; a long slate comes in parts, whole with the last."""

    cycle_id: str
    slate_id: str
    run: int
    """1 for the first slate of a cycle, then one more each time."""
    revision: int
    """1 for what the run gave, then one more for each change that people make."""
    part: int
    """1 for the first."""
    parts: int
    method: SlateMethod
    as_of: date
    positions: tuple[LogPosition, ...]
    """How far each log that counts had been read."""
    rule_set: RuleSetUsed
    policy: RuleSetUsed
    """The exercise's own policy, with its id in place of a rule set's."""
    decision_version: int
    placements: tuple[SlatePlacement, ...]
    unplaced: tuple[CandidateUnplaced, ...]
    unfilled: tuple[PostUnfilled, ...]
    blocking: tuple[BlockingPair, ...]
    joint_options: tuple[JointOption, ...]
    recommendation: str
    """That this is a recommendation only, and who decides."""


@dataclass(frozen=True, kw_only=True)
class SlateAdjusted(Event):
    """People change one post of a slate; the next run keeps what they lock."""

    cycle_id: str
    slate_id: str
    run: int
    """The run that was adjusted."""
    revision_seen: int
    """One that is not the last any more is refused."""
    adjustment_id: str
    post_id: str
    candidate_id: str | None
    """Who is to have the post; null: nobody."""
    locked: bool
    actor_role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SlateSignedOff(Event):
    """A slate is decided: its placements and its unfilled posts follow from it."""

    cycle_id: str
    slate_id: str
    run: int
    """The run that is signed; one that is not the last cannot be."""
    revision_seen: int
    actor_role: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class SlateSettled(Event):
    """A signed slate took effect: placements went to people's logs, unfilled posts were opened."""

    cycle_id: str
    slate_id: str
    run: int
    revision: int
    effective_from: date
    placed: int
    unplaced: int
    returned: tuple[str, ...]
    """The ids of the vacancies that are open again on the live path; see `returned_count`."""
    returned_count: int
    actor_role: str


@dataclass(frozen=True, kw_only=True)
class ExerciseRemarked(Event):
    """Something stated about an exercise does not fit: what, and what to do about it."""

    cycle_id: str
    remark: Remark
    refused: bool
    """Whether it counts for nothing; else it waits for a fact that may still come."""
    detail: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class ExerciseHeld:
    """One event that an exercise's state consists of, framed as it came: `exercise-state`."""

    decision_version: int
    count: int
    """Which record of the exercise-log brought it."""
    event: bytes
