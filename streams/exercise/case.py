"""One exercise as a run sees it: the posts, the people and what both sides want."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    CandidateMerged,
    CatalogueAmended,
    CatalogueFrozen,
    CataloguePost,
    DayStarted,
    ExercisePolicyPublished,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PreferencesRanked,
    RotationCyclePublished,
)
from streams.exercise.burden import DaysByClass, days_by_class
from streams.exercise.careers import careers
from streams.exercise.catalogue import catalogue_of
from streams.exercise.known import Known
from streams.exercise.persons import Persons
from streams.exercise.reference import Reference, policy_on
from streams.exercise.slates import last_slate
from streams.exercise.taking_part import Participant, couples, participants


@dataclass(frozen=True)
class Case:
    """All that a run is made from, but for what the pools answer."""

    cycle: RotationCyclePublished
    policy: ExercisePolicyPublished
    posts: Mapping[str, CataloguePost]
    """Those to fill, by post id in the order of the ids."""
    people: tuple[Participant, ...]
    """By candidate id."""
    rankings: Mapping[str, Mapping[str, int]]
    """By post id, whom its hirer ranks in a locked ranking."""
    served: Mapping[str, DaysByClass]
    """Of everybody who takes part: their career until the exercise takes effect."""
    couples: tuple[tuple[str, str], ...]
    locks: Mapping[str, str]
    """By post id, whom people hold fast there in the slate before."""


def case_of(known: Known, cycle_id: str, day: date) -> Case | None:
    """None as long as there is no cycle, no complete catalogue or no policy."""
    cycle = known.get(f"cycle|{cycle_id}")
    policy = policy_on(known.of(ExercisePolicyPublished), day)
    posts = posts_to_fill(known, cycle_id)
    if not isinstance(cycle, RotationCyclePublished) or policy is None or not posts:
        return None
    persons, reference = Persons(known.of(CandidateMerged)), Reference(known)
    stays = careers(known, persons)
    preferences = known.of(PreferencesRanked)
    people = participants(cycle, posts, preferences, stays, persons, reference)
    return Case(
        cycle,
        policy,
        posts,
        people,
        _rankings(known, cycle_id, persons),
        {
            it.candidate_id: days_by_class(
                stays.get(it.candidate_id, ()), cycle.effective_from, reference
            )
            for it in people
        },
        couples(people),
        _locks(known, cycle_id, persons),
    )


def posts_to_fill(known: Known, cycle_id: str) -> Mapping[str, CataloguePost]:
    """The catalogue without posts that end before they would be taken up."""
    cycle = known.get(f"cycle|{cycle_id}")
    parts = [it for it in known.of(CatalogueFrozen) if it.cycle_id == cycle_id]
    amendments = [it for it in known.of(CatalogueAmended) if it.cycle_id == cycle_id]
    posts = catalogue_of(parts, amendments).posts
    if not isinstance(cycle, RotationCyclePublished):
        return posts
    reference = Reference(known)
    return {
        post_id: post
        for post_id, post in posts.items()
        if not reference.abolished_by(post_id, max(cycle.effective_from, post.available_on))
    }


def day_known(known: Known) -> date | None:
    """The latest day that started."""
    day = known.get("day")
    return day.day if isinstance(day, DayStarted) else None


def _rankings(known: Known, cycle_id: str, persons: Persons) -> dict[str, dict[str, int]]:
    """Of two ids of one person the better rank counts."""
    locked = {
        it.post_id: it.ranking_id for it in known.of(HirerRankingLocked) if it.cycle_id == cycle_id
    }
    rankings: dict[str, dict[str, int]] = {}
    for event in known.of(HirerRankingSubmitted):
        if event.cycle_id != cycle_id or locked.get(event.post_id) != event.ranking_id:
            continue
        ranks: dict[str, int] = {}
        for it in event.candidates:
            who = persons.of(it.candidate_id)
            ranks[who] = min(it.rank, ranks.get(who, it.rank))
        rankings[event.post_id] = ranks
    return rankings


def _locks(known: Known, cycle_id: str, persons: Persons) -> dict[str, str]:
    slate = last_slate(known, cycle_id)
    if slate is None:
        return {}
    locks: dict[str, str] = {}
    for it in slate.placements:
        who = persons.of(it.candidate_id)
        # Two ids that have become one person since cannot both be held fast.
        if it.locked and who not in locks.values():
            locks[it.post_id] = who
    return locks
