"""The posts that a person holds or held, as staffing and confirmed placements have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from schemas.events import DutyStationKey, IncumbencyFact, PostingFact
from schemas.events.candidate_state import (
    Abolition,
    Arrival,
    Assignment,
    CandidateState,
    Placement,
    Separation,
    TourEnd,
)
from streams.candidates.offers import offers_over
from streams.candidates.stamps import event_id_of

EARLY_ARRIVAL_DAYS = 31
"""How long before the agreed day somebody may arrive in the post for which they were placed."""

Course = TypeVar("Course", Arrival, TourEnd, Abolition, Separation)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One assignment, with all that was said of its course."""

    assignment_id: str
    post_id: str
    job_group: str
    grade: str
    duty_station: DutyStationKey | None
    """None where decision version 1 remembered the assignment."""
    starts_on: date
    ends_on: date | None
    due_rotation_on: date | None
    abolished_on: date | None
    stamp: bytes
    event_ids: tuple[str, ...]
    """What states all this: the assignment first."""


def held_posts(state: CandidateState) -> tuple[HeldPost, ...]:
    """Every assignment, and every placement that no assignment has taken the place of."""
    if not state.assignments and not state.placements:
        return ()
    assigned = tuple(_held(it, it.assignment_id, state) for it in state.assignments)
    if not state.placements:
        return assigned
    return (*assigned, *_placed(state, assigned))


def taken_up(placement: Placement, state: CandidateState) -> HeldPost:
    """The assignment in the post of a placement, or the placement itself while there is none."""
    assigned = (_held(it, it.assignment_id, state) for it in state.assignments)
    found = _in_place_of(placement, assigned)
    return found or _held(placement, _placement_id(placement), state)


def incumbency_fact(held: Sequence[HeldPost]) -> IncumbencyFact | None:
    """Of the posts of one profile, the one started last, with the day since which there was one.

    Whoever is placed from one post of a profile into the next stays its incumbent all the while.
    """
    last = _last(held)
    if last is None:
        return None
    return IncumbencyFact(
        assignment_id=last.assignment_id,
        post_id=last.post_id,
        starts_on=_without_a_break(last, held),
        ends_on=last.ends_on,
        due_rotation_on=last.due_rotation_on,
        event_id=last.event_ids[0],
    )


def posting_fact(state: CandidateState) -> PostingFact | None:
    last = _last(held_posts(state))
    if last is None or last.duty_station is None:
        return None
    return PostingFact(
        assignment_id=last.assignment_id,
        post_id=last.post_id,
        duty_station=last.duty_station,
        job_group=last.job_group,
        grade=last.grade,
        starts_on=last.starts_on,
        ends_on=last.ends_on,
        due_rotation_on=last.due_rotation_on,
        abolished_on=last.abolished_on,
        event_ids=last.event_ids,
    )


def _placed(state: CandidateState, assigned: tuple[HeldPost, ...]) -> Iterable[HeldPost]:
    over = offers_over(state)
    for it in state.placements:
        if it.offer_id not in over and _in_place_of(it, assigned) is None:
            yield _held(it, _placement_id(it), state)


def _placement_id(placement: Placement) -> str:
    return f"placement:{placement.offer_id}"


def _in_place_of(placement: Placement, assigned: Iterable[HeldPost]) -> HeldPost | None:
    # As numbers: the first days of the calendar have no day a month before them.
    earliest = placement.starts_on.toordinal() - EARLY_ARRIVAL_DAYS
    there = (
        it
        for it in assigned
        if it.post_id == placement.post_id and it.starts_on.toordinal() >= earliest
    )
    return min(there, key=lambda it: (it.starts_on, it.stamp), default=None)


def _last(held: Iterable[HeldPost]) -> HeldPost | None:
    return max(held, key=lambda it: (it.starts_on, it.stamp), default=None)


def _without_a_break(last: HeldPost, held: Sequence[HeldPost]) -> date:
    """Since when each day was in one of the posts, the last one's first day included.

    A post whose end was never stated is taken to last until the next begins.
    """
    since = last.starts_on
    for it in sorted(held, key=lambda it: it.starts_on, reverse=True):
        ends = it.ends_on
        # As numbers: the last day of the calendar has no day after it.
        joins = ends is None or ends.toordinal() + 1 >= since.toordinal()
        if it.starts_on < since and joins:
            since = it.starts_on
    return since


def _held(stated: Assignment | Placement, assignment_id: str, state: CandidateState) -> HeldPost:
    arrival = _of(state.arrivals, assignment_id)
    tour_end = _of(state.tour_ends, assignment_id)
    abolition = _of(state.abolitions, assignment_id)
    separation = _of(state.separations, assignment_id)
    course = (arrival, tour_end, abolition, separation)
    due = stated.due_rotation_on if isinstance(stated, Assignment) else None
    return HeldPost(
        assignment_id=assignment_id,
        post_id=stated.post_id,
        job_group=stated.job_group,
        grade=stated.grade,
        duty_station=stated.duty_station,
        starts_on=arrival.started_on if arrival else stated.starts_on,
        ends_on=separation.ends_on if separation else None,
        due_rotation_on=tour_end.due_rotation_on if tour_end else due,
        abolished_on=abolition.abolished_on if abolition else None,
        stamp=stated.stamp,
        event_ids=tuple(event_id_of(it.stamp) for it in (stated, *course) if it is not None),
    )


def _of(entries: tuple[Course, ...], assignment_id: str) -> Course | None:
    for entry in entries:
        if entry.assignment_id == assignment_id:
            return entry
    return None
