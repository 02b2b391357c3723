"""Who wants what in a rotation exercise, on both sides; by cycle."""

from dataclasses import dataclass
from typing import Literal

from schemas.events.envelope import Event

Unlisted = Literal["REFUSED", "ANY_AVAILABLE"]
Participation = Literal["DUE_TO_ROTATE", "VOLUNTEER"]


@dataclass(frozen=True, kw_only=True)
class PostRanked:
    """A post that a person wants; posts of one rank are equally welcome."""

    post_id: str
    rank: int
    """1 for the most wanted."""


@dataclass(frozen=True, kw_only=True)
class PreferencesRanked(Event):
    """All that a person wants in this exercise; it replaces what they ranked before."""

    cycle_id: str
    candidate_id: str
    participation: Participation
    choices: tuple[PostRanked, ...]
    unlisted: Unlisted
    """What the posts that are not ranked mean to the person."""
    together_with_id: str | None = None
    """The candidate_id of a spouse: noted for people, not forced upon the solution."""


@dataclass(frozen=True, kw_only=True)
class CandidateRanked:
    """A person whom the hiring side would take; people of one rank are equally welcome."""

    candidate_id: str
    rank: int
    """1 for the first choice."""


@dataclass(frozen=True, kw_only=True)
class HirerRankingSubmitted(Event):
    """How the hiring side ranks people for one post; it replaces its ranking before."""

    cycle_id: str
    post_id: str
    ranking_id: str
    """A new one each time."""
    candidates: tuple[CandidateRanked, ...]
    """Whoever is eligible but not here is ranked by the exercise, and marked as such."""
    actor_role: str


@dataclass(frozen=True, kw_only=True)
class HirerRankingLocked(Event):
    """A ranking counts from here on and can no more be replaced."""

    cycle_id: str
    post_id: str
    ranking_id: str
    actor_role: str
