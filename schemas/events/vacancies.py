"""Openings of posts, from the horizon to filled: `pathways.vacancies`, keyed by vacancy."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.applications import (
    Gender,
    LanguageAbility,
    LanguageFramework,
    Origin,
)
from schemas.events.assessments import Rating
from schemas.events.envelope import DutyStationKey, Event
from schemas.events.reference import MemberStateListKind

VacancyReason = Literal[
    "NEW_POST",
    "INCUMBENT_ROTATED",
    "RETIREMENT",
    "SEPARATION",
    "CURTAILMENT",
    "RECLASSIFIED",
    "EMERGENCY",
]
StatedPath = Literal["AD_HOC", "ROTATION"]
Scope = Literal["INTERNAL", "BOTH"]


@dataclass(frozen=True, kw_only=True)
class LanguageRequirement:
    """A language at a level or better."""

    language: str
    """ISO 639-1, such as fr; ISO 639-3 where that has none, such as prs."""
    framework: LanguageFramework
    level: str
    """As the framework spells it; levels of the two frameworks are compared by policy."""
    ability: LanguageAbility | None = None
    """Null: each of the four abilities."""
    tested: bool = False
    """Whether the person's own word is not enough."""


@dataclass(frozen=True, kw_only=True)
class LanguageRequirements:
    """Each of `all_of`, and at least one of `any_of` where that names any."""

    all_of: tuple[LanguageRequirement, ...] = ()
    any_of: tuple[LanguageRequirement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TierClause:
    """All that is stated must hold of a person; what is empty or null asks nothing."""

    clause: str
    """How the notice words it, such as `internal candidates`."""
    origins: tuple[Origin, ...] = ()
    genders: tuple[Gender, ...] = ()
    nationality_list: MemberStateListKind | None = None
    """At least one nationality is on the list in effect on the day the vacancy opened."""
    vacancy_grade_from: str | None = None
    """The clause counts only where the vacancy's grade is this one or a more senior one."""


@dataclass(frozen=True, kw_only=True)
class TierRule:
    """Who is considered first: whoever any clause holds of; all others come second."""

    tier_rule_id: str
    first: tuple[TierClause, ...]


@dataclass(frozen=True, kw_only=True)
class VacancyEvent(Event):
    """What every event about a vacancy names; a vacancy never changes its job group."""

    vacancy_id: str
    job_group: str


@dataclass(frozen=True, kw_only=True)
class VacancyAnticipated(VacancyEvent):
    """A post may fall vacant soon; nobody is proposed for it yet."""

    grade: str
    post_id: str
    duty_station: DutyStationKey
    reason: VacancyReason
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class VacancyOpened(VacancyEvent):
    """A post is open: whoever fits it is proposed, unless the rotation exercise fills it."""

    grade: str
    post_id: str
    title: str
    duty_station: DutyStationKey
    reason: VacancyReason
    rotational: bool
    opened_on: date
    start_by: date
    """The day the post needs its holder."""
    closes_on: date | None = None
    stated_path: StatedPath | None = None
    """Set where the requester knows; it counts unless a published window contradicts it."""
    min_rating: Rating = "TIER_2"
    """NOT_READY_YET is never enough, whatever stands here."""
    urgent: bool = False
    hard_to_fill: bool = False
    scope: Scope = "BOTH"
    """INTERNAL: only origins that the rule set counts as internal."""
    appointment_types: tuple[str, ...] = ()
    """Those that fit the post, such as FT; none named: any."""
    languages: LanguageRequirements | None = None
    tier_rule: TierRule | None = None
    """Null: nobody is considered before others."""
    emphasis: tuple[str, ...] = ()
    """Codes of the competencies that count in this post; none named: all of its profile's."""


@dataclass(frozen=True, kw_only=True)
class VacancyAmended(VacancyEvent):
    """Some terms of a vacancy change; what is null or empty stays as it was."""

    title: str | None = None
    start_by: date | None = None
    closes_on: date | None = None
    stated_path: StatedPath | None = None
    min_rating: Rating | None = None
    urgent: bool | None = None
    hard_to_fill: bool | None = None
    duty_station: DutyStationKey | None = None
    scope: Scope | None = None
    appointment_types: tuple[str, ...] = ()
    languages: LanguageRequirements | None = None
    tier_rule: TierRule | None = None
    emphasis: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VacancySuspended(VacancyEvent):
    """Recruitment pauses; the proposal is withdrawn until it resumes."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VacancyResumed(VacancyEvent):
    """Recruitment goes on."""


@dataclass(frozen=True, kw_only=True)
class VacancyCancelled(VacancyEvent):
    """The post will not be filled; final."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VacancyFilled(VacancyEvent):
    """Somebody takes the post; the person may come from outside the Pool."""

    candidate_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class VacancyMovedToRotation(VacancyEvent):
    """The rotation exercise will fill the post; the live path lets go of it."""

    cycle_id: str
    reason: str
