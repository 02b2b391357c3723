"""What becomes of a proposal once people look at it: `pathways.proposals`, keyed by vacancy."""

from dataclasses import dataclass
from datetime import date

from schemas.events.envelope import Event, LogPosition
from schemas.events.proposals import ListChanges, ProposalEvent


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
