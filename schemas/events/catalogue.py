"""The posts of a rotation exercise and its policy, as they stood when it began; by cycle."""

from dataclasses import dataclass
from datetime import date

from schemas.events.assessments import Rating
from schemas.events.envelope import DutyStationKey, Event
from schemas.events.reference import FamilyStatus, HardshipClass
from schemas.events.vacancies import LanguageRequirements, Scope, TierRule


@dataclass(frozen=True, kw_only=True)
class CataloguePost:
    """One post of a catalogue: the facts about its place as frozen, and what it asks of people."""

    post_id: str
    job_group: str
    grade: str
    title: str
    duty_station: DutyStationKey
    hardship_class: HardshipClass
    family_status: FamilyStatus | None
    available_on: date
    """From when the post needs its next holder."""
    standard_assignment_months: int | None = None
    vacancy_id: str | None = None
    """The vacancy that waits for the exercise, where there is one."""
    incumbent_id: str | None = None
    """The candidate_id of whoever must rotate out of the post."""
    min_rating: Rating = "TIER_2"
    scope: Scope = "BOTH"
    appointment_types: tuple[str, ...] = ()
    languages: LanguageRequirements | None = None
    tier_rule: TierRule | None = None
    """Null: nobody is considered before others."""
    emphasis: tuple[str, ...] = ()
    """Codes of the competencies that count in this post; none named: all of its profile's."""


@dataclass(frozen=True, kw_only=True)
class CatalogueFrozen(Event):
    """The posts that an exercise fills; a long catalogue comes in parts, frozen with the last."""

    cycle_id: str
    catalogue_id: str
    part: int
    """1 for the first."""
    parts: int
    posts: tuple[CataloguePost, ...]
    """Those of this part, each post in one part only."""


@dataclass(frozen=True, kw_only=True)
class CatalogueAmended(Event):
    """Posts enter a frozen catalogue, change in it or leave it, and somebody answers for that."""

    cycle_id: str
    catalogue_id: str
    amendment_id: str
    entered: tuple[CataloguePost, ...] = ()
    """New posts, and posts whose facts change: each replaces what was frozen."""
    left: tuple[str, ...] = ()
    """The post_ids of those that are out."""
    actor_role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExercisePolicyPublished(Event):
    """What a rotation exercise weighs beside the rule set, which says who may take a post at all.

    The weights make the integer objective of a global assignment; deferred acceptance has none.
    """

    policy_id: str
    version: int
    effective_from: date
    person_rank_weight: int
    """For each rank that a person's post lies behind their first wish."""
    post_rank_weight: int
    """For each place that a person stands behind the first of the post's own order."""
    burden_weight: int
    """For each thousandth of unfair burden."""
    burden_share: int = 0
    """Thousandths of a person's merit at a post that the whole of an unfair burden takes away."""
    relief_classes: tuple[str, ...] = ()
    """Hardship classes of which nobody should have more than a fair share over a career."""
    settled_classes: tuple[str, ...] = ()
    """The easy ones: whoever had most of a career there is expected to move on."""
    choices_max: int = 6
    """More posts a person cannot rank."""
