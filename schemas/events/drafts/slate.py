"""The result of a rotation exercise and what people make of it; by cycle."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import Event, LogPosition
from schemas.events.proposals import RuleSetUsed

SlateMethod = Literal["DEFERRED_ACCEPTANCE", "GLOBAL_ASSIGNMENT"]
RankSource = Literal["STATED", "IMPUTED"]


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
    hirer_rank_source: RankSource
    """IMPUTED where the exercise filled in what the hiring side left out."""
    locked: bool
    """Held fast by people before the run."""
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
    explanation: str


@dataclass(frozen=True, kw_only=True)
class BlockingPair:
    """A person and a post who would both rather have each other than what the slate gives them."""

    candidate_id: str
    post_id: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class SlateProposed(Event):
    """Who would go where: a recommendation; a long slate comes in parts, whole with the last."""

    cycle_id: str
    slate_id: str
    run: int
    """1 for the first slate of a cycle, then one more each time."""
    part: int
    """1 for the first."""
    parts: int
    method: SlateMethod
    as_of: date
    positions: tuple[LogPosition, ...]
    """How far each log that counts had been read."""
    rule_set: RuleSetUsed
    decision_version: int
    placements: tuple[SlatePlacement, ...]
    unplaced: tuple[CandidateUnplaced, ...]
    unfilled: tuple[PostUnfilled, ...]
    blocking: tuple[BlockingPair, ...]
    recommendation: str
    """That this is a recommendation only, and who decides."""


@dataclass(frozen=True, kw_only=True)
class SlateAdjusted(Event):
    """People change one post of a slate; the next run keeps what they lock."""

    cycle_id: str
    slate_id: str
    run: int
    """The run that was adjusted."""
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
    actor_role: str
    reason: str | None = None
