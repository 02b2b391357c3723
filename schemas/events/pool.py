"""What the pool remembers of itself: `pathways.pool-state`, and its marks on `evaluations`."""

from dataclasses import dataclass
from datetime import date

from schemas.events.assessments import Rating
from schemas.events.proposals import RuleSetUsed
from schemas.events.roster import Basis, MembershipStatus


@dataclass(frozen=True, kw_only=True)
class PooledMembership:
    """One membership as last recorded, beside what the roster last said about it."""

    decision_version: int
    recorded: bytes
    """The `MembershipRecorded`, framed as it came."""
    version: int
    """Of the last roster record; 0 where there is none yet."""
    status: MembershipStatus | None
    rating: Rating | None
    bases: tuple[Basis, ...]
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class PooledVacancy:
    """The facts about one vacancy and its offers, beside what was last published about it."""

    decision_version: int
    vacancy_id: str
    events: tuple[bytes, ...]
    """Each distinct event once, framed as it came, by event id."""
    revision: int
    """Of the last proposal event; 0 where there is none yet."""
    published: str | None
    """The type of the last proposal event."""
    content_sha256: bytes
    """What was said in it, without revision, position, day and causes."""
    ranked: tuple[str, ...]
    """The people it listed, first to last; after a review, those of the reviewed revision."""
    refused: tuple[str, ...] = ()
    """The ids of decisions that do not count, sorted."""
    list_revision: int = 0
    """The first revision that said of people what the last list says; 0: the last revision."""
    list_sha256: bytes | None = None
    """What the last list said of people, without how far the decision has come."""
    advice_sha256: bytes | None = None
    """What was last said after a review; before one, what there is to say of the list itself."""
    told_revision: int = 0
    """The revision that was last told to all pools; 0 where none was."""


@dataclass(frozen=True, kw_only=True)
class PooledReference:
    """One dated fact or policy, framed as it came."""

    decision_version: int
    event: bytes


@dataclass(frozen=True, kw_only=True)
class PoolEvaluated:
    """One transaction of the pool: where its cuts fell, and what decided.

    Counts are dense numbers of records of the pool-log, offsets are Kafka's: `from` is the first
    record folded, `to` the next one to fold.
    """

    partition: int
    """Of the pool-log, and of this topic too."""
    from_offset: int
    to_offset: int
    from_count: int
    to_count: int
    day: date | None
    rule_set: RuleSetUsed | None
    decision_version: int
    vacancies_evaluated: int
    proposals_emitted: int
    roster_changes: int
