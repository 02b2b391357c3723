"""Who is who, and who asked to be forgotten: `pathways.applications`, keyed by candidate.

`PersonAbsorbed` and `PersonErased` are what one id's log tells the log of another id of the same
person: the candidates stage writes them to `pathways.candidate-log`, keyed by candidate.
"""

from dataclasses import dataclass
from typing import Literal

from schemas.events.candidate_state import Absorbed, Merge
from schemas.events.envelope import Event

ErasureReason = Literal["PERSON_ASKED", "RETENTION_ENDED", "RECORDED_IN_ERROR"]


@dataclass(frozen=True, kw_only=True)
class CandidateMerged(Event):
    """Two ids are one person: the facts of both count for the id that stays."""

    candidate_id: str
    """The id that stays."""
    merged_candidate_id: str
    """The id that is used no more; whatever still arrives for it counts for the other."""
    actor_role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CandidateErased(Event):
    """Nothing about this person may be kept in a form that leads back to them."""

    candidate_id: str
    erasure_reason: ErasureReason
    actor_role: str


@dataclass(frozen=True, kw_only=True)
class PersonAbsorbed(Event):
    """All that is known under a merged id, for the id that stays; again whenever that grows."""

    candidate_id: str
    """The id that stays."""
    merged_candidate_id: str
    absorbed: tuple[Absorbed, ...]
    """Of the merged id, and of those merged into it before."""
    merges: tuple[Merge, ...]


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """The id that stays is erased: what stands under an id merged into it goes with it."""

    candidate_id: str
    """The merged id."""
    erased_with: str
    """The id that stays."""
