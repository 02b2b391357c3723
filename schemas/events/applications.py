"""Applications to the Pool: `pathways.applications`, keyed by candidate."""

from dataclasses import dataclass
from typing import Literal

from schemas.events.envelope import Event, PoolProfile

Origin = Literal["INTERNAL", "NATIONAL_STAFF", "AFFILIATE", "EXTERNAL"]
ScreeningOutcome = Literal["SCREENED_IN", "SCREENED_OUT"]
CriterionOutcome = Literal["MET", "NOT_MET", "UNKNOWN"]


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """A person asks to be assessed for one or more profiles."""

    candidate_id: str
    """A pseudonym; never a name, an address or a staff number."""
    application_id: str
    profiles: tuple[PoolProfile, ...]
    origin: Origin
    appointment_type: str | None = None
    current_grade: str | None = None
    nationalities: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3; a person may have several."""


@dataclass(frozen=True, kw_only=True)
class ScreenedCriterion:
    """One criterion looked at in screening."""

    criterion: str
    outcome: CriterionOutcome


@dataclass(frozen=True, kw_only=True)
class ApplicationScreened(Event):
    """An application was let through to assessment, or was not."""

    candidate_id: str
    application_id: str
    outcome: ScreeningOutcome
    criteria: tuple[ScreenedCriterion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The person takes an application back; memberships already held stay."""

    candidate_id: str
    application_id: str
    reason: str | None = None
