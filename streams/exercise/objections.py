"""What is wrong with something stated about an exercise, as far as the facts so far tell.

What no later fact could cure is refused; what waits for one is held and counts once it came.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, Protocol, get_args

from schemas.events import (
    CatalogueAmended,
    CatalogueFrozen,
    Event,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PreferencesRanked,
    RotationCyclePublished,
)
from streams.exercise.about import day_of
from streams.exercise.holdings import Holdings
from streams.exercise.reference import policy_on
from streams.exercise.said import Objection
from streams.exercise.taking_part import within_window

NAMED_MAX = 20
"""Posts that a remark names."""


Statement = (
    RotationCyclePublished
    | CatalogueFrozen
    | CatalogueAmended
    | PreferencesRanked
    | HirerRankingSubmitted
    | HirerRankingLocked
)


class _OfCycle(Protocol):
    @property
    def cycle_id(self) -> str: ...


def objection_to(event: Statement, held: Holdings) -> Objection | None:
    """The first thing that is wrong; None where the statement fits."""
    checks = (signed_off(event, held), *_CHECKS[type(event)](event, held))
    return next((it for it in checks if it is not None), None)


def signed_off(event: Any, held: Holdings) -> Objection | None:
    """Whether it comes after the end of its exercise."""
    if held.get(f"signed|{event.cycle_id}") is None:
        return None
    return Objection(
        "SIGNED_OFF",
        f"{type(event).__name__} came after the slate of {event.cycle_id} was signed",
        "state it for the next cycle, or of the vacancies that returned to the live path",
    )


def waits_for_cycle(event: _OfCycle, held: Holdings, refused: bool = False) -> Objection | None:
    if held.get(f"cycle|{event.cycle_id}") is not None:
        return None
    remedy = "ask again once the cycle is published" if refused else "publish the cycle"
    return Objection("UNKNOWN_CYCLE", f"no cycle {event.cycle_id} is known", remedy, refused)


def outside_window(event: PreferencesRanked, cycle: RotationCyclePublished) -> Objection | None:
    if within_window(event, cycle):
        return None
    return Objection(
        "WINDOW_CLOSED",
        f"{event.candidate_id} ranked posts on {day_of(event)}, the window is "
        f"{cycle.window_open} to {cycle.window_close}",
        "publish the cycle with a longer window, then rank again",
    )


def _of_cycle(event: RotationCyclePublished, held: Holdings) -> Iterator[Objection | None]:
    groups = set(event.job_groups)
    for other in held.cycles():
        both = sorted(groups & set(other.job_groups))
        apart = event.window_close < other.window_open or other.window_close < event.window_open
        if other.cycle_id != event.cycle_id and both and not apart:
            yield Objection(
                "OVERLAPPING_WINDOWS",
                f"the window of {event.cycle_id} overlaps that of {other.cycle_id} in "
                f"{', '.join(both[:NAMED_MAX])}",
                "publish one of the two with another window, then this one again",
            )


def _of_catalogue(event: CatalogueFrozen, held: Holdings) -> Iterator[Objection | None]:
    known = held.catalogue(event.cycle_id)
    if known.complete or known.catalogue_id not in (None, event.catalogue_id):
        yield Objection(
            "LOCKED",
            f"the catalogue of {event.cycle_id} is {known.catalogue_id}, "
            f"part {event.part} of {event.catalogue_id} comes too late",
            "amend the catalogue",
        )
    yield waits_for_cycle(event, held)


def _of_amendment(event: CatalogueAmended, held: Holdings) -> Iterator[Objection | None]:
    known = held.catalogue(event.cycle_id)
    if known.catalogue_id not in (None, event.catalogue_id):
        yield Objection(
            "NO_CATALOGUE",
            f"{event.cycle_id} has the catalogue {known.catalogue_id}, not {event.catalogue_id}",
            "amend the one that it has",
        )
    yield waits_for_cycle(event, held)
    yield _waits_for_catalogue(event, held)
    yield _unknown_posts(event, event.left, held)


def _of_preferences(event: PreferencesRanked, held: Holdings) -> Iterator[Objection | None]:
    policy = policy_on(held.policies(), day_of(event))
    if policy is not None and len(event.choices) > policy.choices_max:
        yield Objection(
            "TOO_MANY_CHOICES",
            f"{event.candidate_id} ranked {len(event.choices)} posts",
            f"rank at most {policy.choices_max}",
        )
    yield waits_for_cycle(event, held)
    cycle = held.get(f"cycle|{event.cycle_id}")
    if cycle is not None:
        yield outside_window(event, cycle)
    yield _waits_for_catalogue(event, held)
    yield _unknown_posts(event, [it.post_id for it in event.choices], held)


def _of_ranking(event: HirerRankingSubmitted, held: Holdings) -> Iterator[Objection | None]:
    lock = held.get(f"lock|{event.cycle_id}|{event.post_id}")
    if isinstance(lock, HirerRankingLocked):
        yield Objection(
            "LOCKED",
            f"the ranking {lock.ranking_id} of {event.post_id} is locked",
            "adjust the slate instead",
        )
    yield waits_for_cycle(event, held)
    yield _waits_for_catalogue(event, held)
    yield _unknown_posts(event, [event.post_id], held)


def _of_lock(event: HirerRankingLocked, held: Holdings) -> Iterator[Objection | None]:
    ranking = held.get(f"ranking|{event.cycle_id}|{event.post_id}")
    last = ranking.ranking_id if isinstance(ranking, HirerRankingSubmitted) else None
    if held.get(f"lock|{event.cycle_id}|{event.post_id}") is not None:
        yield Objection("LOCKED", f"{last} of {event.post_id} is locked already", "nothing to do")
    if last != event.ranking_id:
        yield Objection(
            "STALE",
            f"the last ranking of {event.post_id} is {last or 'none'}, not {event.ranking_id}",
            "lock the last one, or submit the ranking first",
        )


def _waits_for_catalogue(event: _OfCycle, held: Holdings) -> Objection | None:
    if held.catalogue(event.cycle_id).complete:
        return None
    return Objection(
        "NO_CATALOGUE",
        f"the catalogue of {event.cycle_id} is not known, or not whole",
        "freeze all its parts",
        refused=False,
    )


def _unknown_posts(event: _OfCycle, post_ids: Sequence[str], held: Holdings) -> Objection | None:
    posts = held.catalogue(event.cycle_id).posts
    unknown = [post_id for post_id in post_ids if post_id not in posts]
    if not unknown:
        return None
    named = ", ".join(islice(unknown, NAMED_MAX))
    whose = f"choice of {event.candidate_id}" if isinstance(event, PreferencesRanked) else "posts"
    return Objection(
        "UNKNOWN_POST",
        f"{whose} not in the catalogue: {named}",
        "amend the catalogue, or state it again without them",
        refused=False,
    )


_CHECKS: Mapping[type[Event], Any] = MappingProxyType(
    {
        RotationCyclePublished: _of_cycle,
        CatalogueFrozen: _of_catalogue,
        CatalogueAmended: _of_amendment,
        PreferencesRanked: _of_preferences,
        HirerRankingSubmitted: _of_ranking,
        HirerRankingLocked: _of_lock,
    }
)
STATEMENTS = get_args(Statement)
"""The kinds of what is stated about an exercise and may not fit."""
