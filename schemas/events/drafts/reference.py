"""Posts, lists of states, competencies expected and the code that decides: one partition.

All on `pathways.reference`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event

MemberStateListKind = Literal["MEMBER_STATES", "NON_REPRESENTED"]
CompetencyKind = Literal["VALUE", "CORE", "MANAGERIAL"]
LeadershipBehaviour = Literal[
    "SYSTEMS_THINKING", "CO_CREATION", "PRODUCING_IMPACT", "DRIVING_TRANSFORMATIONAL_CHANGE"
]
DecidingStage = Literal["candidates", "pool"]


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """An established post as it is from a date on."""

    post_id: str
    title: str
    job_group: str
    grade: str
    duty_station: DutyStationKey
    rotational: bool
    effective_from: date
    standard_assignment_months: int | None = None
    """The length of a tour in this post; null: as policy says for the duty station's class."""


@dataclass(frozen=True, kw_only=True)
class PostReclassified(Event):
    """A post belongs to another profile from a date on."""

    post_id: str
    job_group: str
    grade: str
    effective_from: date
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostAbolished(Event):
    """A post ends; `IncumbentPostAbolished` tells it to whoever holds the post."""

    post_id: str
    abolished_on: date
    """The post's last day."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class MemberState:
    """A state on a list."""

    country: str
    """ISO 3166-1 alpha-3."""


@dataclass(frozen=True, kw_only=True)
class MemberStateListPublished(Event):
    """Which states are members, or not represented among staff, from a date on."""

    list_id: str
    """One edition of a list, such as nrms-2026."""
    kind: MemberStateListKind
    effective_from: date
    states: tuple[MemberState, ...]
    """The whole list: it replaces the edition before of the same kind."""


@dataclass(frozen=True, kw_only=True)
class DecisionVersionStarted(Event):
    """From here on in the log a stage decides by this version of its code."""

    stage: DecidingStage
    decision_version: int
    reason: str
    """What decides differently, in words."""


@dataclass(frozen=True, kw_only=True)
class CompetencyExpected:
    """A value or competency that a profile asks for."""

    code: str
    kind: CompetencyKind
    level: int | None = None
    """The level expected, on the framework's scale; null where it has no levels."""


@dataclass(frozen=True, kw_only=True)
class CompetencyProfilePublished(Event):
    """What a profile of the Pool asks of people from a date on."""

    job_group: str
    grade: str
    framework_version: str
    """The framework whose codes and levels these are, as assessments name it."""
    effective_from: date
    competencies: tuple[CompetencyExpected, ...]
    behaviours: tuple[LeadershipBehaviour, ...] = ()
    """Those of the UN System Leadership Framework that the profile stresses."""
