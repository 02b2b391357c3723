"""Dated facts and policy: `pathways.reference`, one partition, copied to every pool."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event

HardshipClass = Literal["H", "A", "B", "C", "D", "E", "UNCLASSIFIED"]
FamilyStatus = Literal["FAMILY", "NON_FAMILY"]
RuleMode = Literal["HARD", "WARN"]
Staffing = Literal["INTERNATIONAL", "NATIONAL", "OTHER"]
MemberStateListKind = Literal["MEMBER_STATES", "NON_REPRESENTED"]
CompetencyKind = Literal["VALUE", "CORE", "MANAGERIAL"]
LeadershipBehaviour = Literal[
    "SYSTEMS_THINKING", "CO_CREATION", "PRODUCING_IMPACT", "DRIVING_TRANSFORMATIONAL_CHANGE"
]


@dataclass(frozen=True, kw_only=True)
class DayStarted(Event):
    """A UTC day began: time reaches the decisions as an event; its id is the date."""

    day: date


@dataclass(frozen=True, kw_only=True)
class ProfilePublished(Event):
    """The Pool holds people for this job group at this grade from a date on."""

    job_group: str
    grade: str
    title: str
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class DutyStationClassified(Event):
    """What holds for a duty station from a date on; family status is no matter of hardship."""

    duty_station: DutyStationKey
    name: str
    hardship_class: HardshipClass
    family_status: FamilyStatus | None = None
    rest_cycle_weeks: int | None = None
    """Rest and recuperation: weeks between two breaks."""
    effective_from: date
    region: str | None = None
    """The organisation's code for the part of the world."""
    working_languages: tuple[str, ...] = ()
    """ISO 639-1; ISO 639-3 where that has none."""
    standard_assignment_months: int | None = None
    """The length of a tour here; null: as the rule set says for the class."""


@dataclass(frozen=True, kw_only=True)
class RotationCyclePublished(Event):
    """An annual exercise: its window takes in rotational posts of the job groups covered."""

    cycle_id: str
    job_groups: tuple[str, ...]
    catalogue_published: date
    window_open: date
    window_close: date
    """The last day of the window."""
    effective_from: date
    """From when the placements of the exercise take effect."""


@dataclass(frozen=True, kw_only=True)
class RatingValidity:
    """For how long an assessment with a rating counts."""

    rating: str
    months: int


@dataclass(frozen=True, kw_only=True)
class RulePolicy:
    """One of the rules that a policy may ask beside those that make a membership."""

    rule: str
    """H1, H2, H3, H10, H15 and DECLINED are always asked; others only where they are named."""
    mode: RuleMode = "HARD"
    """HARD excludes; WARN is asked and shown, and bars nobody."""
    waivable: bool = False
    never_waived_for: tuple[str, ...] = ()
    """What is held that no waiver sets aside, such as CLOSE for H13, NOT_READY_YET for H2."""


@dataclass(frozen=True, kw_only=True)
class CriterionWeight:
    """How much one soft criterion counts: its thousandths are multiplied by the weight."""

    criterion: str
    """S1 to S10; S9 is a report, its weight is always 0."""
    weight: int


@dataclass(frozen=True, kw_only=True)
class LanguageRank:
    """Where a framework's level stands among the levels of all frameworks."""

    framework: str
    level: str
    rank: int
    """A higher rank is a better command; equal ranks are taken for the same."""


@dataclass(frozen=True, kw_only=True)
class GradeStanding:
    """Where a grade stands, and where its holders may come from."""

    grade: str
    seniority: int
    """A larger number is more senior; compared within one staffing only."""
    staffing: Staffing


@dataclass(frozen=True, kw_only=True)
class TourLength:
    """The standard assignment length of a hardship class."""

    hardship_class: str
    months: int


@dataclass(frozen=True, kw_only=True)
class SettingSource:
    """Where a value of the policy comes from."""

    setting: str
    """The name of a field of the rule set, with the entry's own id after a dot: `validity.STAR`."""
    source: str
    """A document, or the word `assumed`."""


@dataclass(frozen=True, kw_only=True)
class RuleSetPublished(Event):
    """A policy: everything about a match that people, not code, decide."""

    rule_set_id: str
    version: int
    effective_from: date
    validity: tuple[RatingValidity, ...]
    satisfactory_ratings: tuple[str, ...]
    """Performance ratings with which an incumbent is a member of right."""
    ranked_max: int
    near_misses_max: int
    cannot_confirm_max: int
    expiry_warning_days: int
    unconfirmed_warning_days: int
    """After how many days availability counts as no longer fresh: a warning, not a bar."""
    rules: tuple[RulePolicy, ...] = ()
    criteria: tuple[CriterionWeight, ...] = ()
    """None named: people are ordered by the tie-break alone."""
    language_ranks: tuple[LanguageRank, ...] = ()
    grades: tuple[GradeStanding, ...] = ()
    hardship_order: tuple[str, ...] = ()
    """Hardship classes, the easiest first; one that is not named cannot be compared."""
    tour_lengths: tuple[TourLength, ...] = ()
    required_clearances: tuple[str, ...] = ()
    """What H11 asks for."""
    suspending_clearances: tuple[str, ...] = ()
    """A refusal or withdrawal of one of these suspends the membership itself."""
    suspends_unsatisfactory: bool = False
    """Whether staff whose last rating is not satisfactory are suspended."""
    internal_origins: tuple[str, ...] = ()
    """Who may fill a post of scope INTERNAL."""
    rated_origins: tuple[str, ...] = ()
    """Who needs a satisfactory performance rating: staff."""
    offer_reply_days: int | None = None
    """After how many days an offer without a date to reply by lapses; null: never."""
    last_year_months: int = 12
    """H8: so long before the end of a tour nobody is moved early."""
    useful_tour_months: int = 12
    """H9: the least time in the post before retirement."""
    relief_classes: tuple[str, ...] = ()
    relief_months: int = 0
    """S4: who served so long in one of these classes is due for relief."""
    settled_classes: tuple[str, ...] = ()
    settled_months: int = 0
    """S4: who served so long in one of these classes is expected to move on."""
    rotation_horizon_days: int = 365
    """S2: a due date further ahead than this after the start counts nothing."""
    experience_cap_months: int = 120
    """S7: more months of a kind count no more."""
    extra_language_rank: int = 1
    """S6: the least rank at which a further language counts."""
    slack_cap_days: int = 90
    validity_cap_days: int = 365
    """S10: more days to spare, or of validity left, count no more."""
    diversity_cell_min: int = 5
    """Cells of the diversity panel with fewer people are not shown."""
    sources: tuple[SettingSource, ...] = ()


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
    region: str | None = None
    """The organisation's code for the part of the world, for aggregates only."""


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
