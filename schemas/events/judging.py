"""Between the exercise and the pools: who is to be judged for which posts, and the answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.catalogue import CataloguePost
from schemas.events.envelope import Event, LogPosition
from schemas.events.proposals import RuleSetUsed

JudgedTier = Literal["FIRST", "SECOND", "UNCONFIRMED"]
Barring = Literal["FAIL", "UNKNOWN", "NO_MEMBERSHIP"]


@dataclass(frozen=True, kw_only=True)
class PersonToJudge:
    """Somebody who takes part, and the posts of the same record that they would take."""

    candidate_id: str
    posts: tuple[int, ...]
    """Places in the record's `posts`, from 0, ascending."""


@dataclass(frozen=True, kw_only=True)
class PostsToJudge(Event):
    """Asks the pool of a job group whom its rules allow to take posts of one profile, and in
    which order; it can be answered by itself: `pathways.pool-log`, keyed by job group.
    """

    cycle_id: str
    run: int
    part: int
    """1 for the first of the run, over all job groups."""
    parts: int
    job_group: str
    grade: str
    posts: tuple[CataloguePost, ...]
    people: tuple[PersonToJudge, ...]


@dataclass(frozen=True, kw_only=True)
class PairAllowed:
    """No hard rule forbids it that the person takes the post."""

    post: int
    """Its place in the `posts` that were asked about."""
    tier: JudgedTier
    total: int
    """The score: higher is better."""


@dataclass(frozen=True, kw_only=True)
class PairBarred:
    """A person cannot take a post, or nobody can tell."""

    post: int
    outcome: Barring
    rules: tuple[str, ...]
    """The ids of the rules that fail; where none does, of those that cannot tell."""


@dataclass(frozen=True, kw_only=True)
class PersonJudged:
    """One person asked about."""

    candidate_id: str
    """The id under which the person was asked about."""
    tie_key: bytes
    """The lower comes first among equal totals; see `streams.matching.ranking`."""
    allowed: tuple[PairAllowed, ...]
    barred: tuple[PairBarred, ...]


@dataclass(frozen=True, kw_only=True)
class PostsJudged(Event):
    """A pool's answer to one `PostsToJudge`: `pathways.exercise-log`, keyed by cycle."""

    cycle_id: str
    run: int
    part: int
    parts: int
    job_group: str
    grade: str
    position: LogPosition
    """Of the pool-log: the facts counted are those folded up to here."""
    as_of: date
    rule_set: RuleSetUsed | None
    """Null where the pool knew no rule set or no day: then nobody was judged."""
    decision_version: int
    people: tuple[PersonJudged, ...]
