"""From a gap that an assessment showed to a seat that could close it: `pathways.learning`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import Event, LogPosition

LeadershipTheme = Literal["DIRECTION", "ALIGNMENT", "COMMITMENT"]
NeedClosure = Literal[
    "RATED_READY", "LEVEL_REACHED", "ASSESSMENT_VOIDED", "ASSESSMENT_RECALIBRATED"
]


@dataclass(frozen=True, kw_only=True)
class DevelopmentNeedIdentified(Event):
    """A person rated ready with development needs shows less of a competency than expected."""

    candidate_id: str
    need_id: str
    """One for each assessment and competency."""
    assessment_id: str
    job_group: str
    grade: str
    competency: str
    level_expected: int
    level_shown: int
    theme: LeadershipTheme
    """The part of the organisation's leadership roadmap that the competency belongs to."""
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class DevelopmentNeedClosed(Event):
    """The need is met, or what it rested on counts no longer."""

    candidate_id: str
    need_id: str
    closure: NeedClosure
    assessment_id: str
    """The assessment that closes it: a later one, or the one voided or recalibrated."""
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class NominationEvent(Event):
    """What every event about a nomination names: one person for one edition."""

    candidate_id: str
    nomination_id: str
    edition_id: str


@dataclass(frozen=True, kw_only=True)
class NominationProposed(NominationEvent):
    """A free seat could meet needs of this person: a recommendation to people."""

    need_ids: tuple[str, ...]
    reason: str
    seats_free: int
    """Seats of the edition neither allocated nor proposed to others when this was made."""
    as_of: date
    position: LogPosition
    recommendation: str
    """That this is a recommendation only, and who decides."""


@dataclass(frozen=True, kw_only=True)
class NominationEndorsed(NominationEvent):
    """A supervisor or HR stands behind it; the person may now apply."""

    actor_role: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class NominationDeclined(NominationEvent):
    """It will not go further."""

    actor_role: str
    reason: str
