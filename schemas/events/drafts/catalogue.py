"""The posts of a rotation exercise, as they stood when it began; by cycle."""

from dataclasses import dataclass
from datetime import date

from schemas.events.envelope import DutyStationKey, Event
from schemas.events.reference import FamilyStatus, HardshipClass


@dataclass(frozen=True, kw_only=True)
class CataloguePost:
    """One post of a catalogue, with the facts about its place as they were frozen."""

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
