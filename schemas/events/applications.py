"""Applications to the Pool: `pathways.applications`, keyed by candidate."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event, PoolProfile
from schemas.events.reference import HardshipClass

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


Gender = Literal["F", "M", "X", "UNDISCLOSED"]
LanguageFramework = Literal["UN", "CEFR"]
LanguageAbility = Literal["LISTENING", "READING", "SPEAKING", "WRITING"]
LanguageEvidence = Literal["SELF", "TESTED"]
ClearanceType = Literal["MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING", "VISA"]
ClearanceStatus = Literal["PENDING", "GRANTED", "REFUSED", "WITHDRAWN"]


@dataclass(frozen=True, kw_only=True)
class ExperienceGained:
    """Months of work in all, and how many of them were of each kind; a month may count twice."""

    total_months: int
    managerial_months: int
    un_months: int
    """Inside the UN system or another public international organisation."""
    mandate_months: int
    """In the organisation's own field of work."""
    volunteer_months: int = 0


@dataclass(frozen=True, kw_only=True)
class ProfileUpdated(Event):
    """Some facts about a person change; what is null or empty stays as it was."""

    candidate_id: str
    origin: Origin | None = None
    appointment_type: str | None = None
    current_grade: str | None = None
    nationalities: tuple[str, ...] = ()
    """All of them, as ISO 3166-1 alpha-3; they replace those known before, none leaves those."""
    gender: Gender | None = None
    """UNDISCLOSED takes an earlier answer back; null leaves it."""
    education_level: str | None = None
    experience: ExperienceGained | None = None
    retirement_on: date | None = None
    """The last day before retirement; stated so that no birth date is needed."""


@dataclass(frozen=True, kw_only=True)
class LanguageLevel:
    """How well a person does one thing in a language."""

    ability: LanguageAbility
    level: str
    """As the framework spells it: I to IV for UN, A1 to C2 for CEFR."""


@dataclass(frozen=True, kw_only=True)
class LanguageRecorded(Event):
    """What one kind of evidence says of one language in one framework; it replaces the one before.

    A test and the person's own word stand side by side: neither wipes the other out.
    """

    candidate_id: str
    language: str
    """ISO 639-1, such as fr; ISO 639-3 where that has none, such as prs."""
    framework: LanguageFramework
    evidence: LanguageEvidence
    levels: tuple[LanguageLevel, ...]
    """Each ability once; one that is missing is not known. None at all takes the record back."""
    tested_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PreferencesDeclared(Event):
    """Where a person is ready to serve, as a whole: it replaces the declaration before."""

    candidate_id: str
    max_hardship: HardshipClass | None = None
    """The hardest class accepted; null: the person has not said, which refuses nothing."""
    accepts_non_family: bool | None = None
    """Null: the person has not said."""
    preferred_stations: tuple[DutyStationKey, ...] = ()
    """Duty stations, the most wanted first: a wish, never a bar."""
    preferred_regions: tuple[str, ...] = ()
    """Codes of regions, the most wanted first: a wish, never a bar."""
    excluded_stations: tuple[DutyStationKey, ...] = ()
    """Duty stations that the person refuses."""


@dataclass(frozen=True, kw_only=True)
class ClearanceRecorded(Event):
    """Whether a person is cleared and for how long; never why, and nothing medical."""

    candidate_id: str
    clearance_id: str
    """A later record with the same id replaces the earlier one."""
    clearance_type: ClearanceType
    status: ClearanceStatus
    valid_from: date | None = None
    valid_until: date | None = None
    """The last valid day; null for one that was granted: no end."""
    country: str | None = None
    """For a visa: ISO 3166-1 alpha-3."""


@dataclass(frozen=True, kw_only=True)
class PoolLeft(Event):
    """The person wishes to be in the Pool no more; a later assessment or post brings them back."""

    candidate_id: str
    profiles: tuple[PoolProfile, ...] = ()
    """The memberships given up; none named: all of them."""
    reason: str | None = None
