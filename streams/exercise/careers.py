"""The posts that people have held, are holding and will hold, from staffing events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    AssignmentCompleted,
    AssignmentCurtailed,
    AssignmentStarted,
    DutyStationKey,
    IncumbentAssigned,
    IncumbentPostAbolished,
    IncumbentSeparated,
    TourEndChanged,
)
from schemas.events.stamps import stamp
from streams.exercise.known import Known
from streams.exercise.persons import Persons

_Assignment = tuple[str, str]
"""A person and an assignment of theirs."""


@dataclass(frozen=True)
class Stay:
    """One assignment to one post."""

    post_id: str
    job_group: str
    duty_station: DutyStationKey
    starts_on: date
    ends_on: date | None
    """The last day in the post."""
    due_on: date | None
    """As stated; see `streams.exercise.due`."""
    abolished_on: date | None


def careers(known: Known, persons: Persons) -> Mapping[str, tuple[Stay, ...]]:
    """By person, each career in the order of its first days."""
    started = _dated(known.of(AssignmentStarted), "started_on", persons)
    due = _dated(known.of(TourEndChanged), "due_rotation_on", persons)
    abolished = _dated(known.of(IncumbentPostAbolished), "abolished_on", persons)
    left = {
        **_dated(known.of(IncumbentSeparated), "ends_on", persons),
        **_dated(known.of(AssignmentCompleted), "completed_on", persons),
        **_dated(known.of(AssignmentCurtailed), "curtailed_on", persons),
    }
    stays: dict[str, list[Stay]] = defaultdict(list)
    for it, event in _latest(known.of(IncumbentAssigned), persons).items():
        stays[it[0]].append(
            Stay(
                event.post_id,
                event.job_group,
                event.duty_station,
                started.get(it, event.starts_on),
                left.get(it),
                due.get(it, event.due_rotation_on),
                abolished.get(it),
            )
        )
    return {
        person: tuple(sorted(found, key=lambda stay: (stay.starts_on, stay.post_id)))
        for person, found in stays.items()
    }


def held_on(stays: Sequence[Stay], day: date) -> Stay | None:
    """The post held on a day: the one begun last."""
    held = [stay for stay in stays if stay.starts_on <= day and not _over(stay, day)]
    return held[-1] if held else None


def _over(stay: Stay, day: date) -> bool:
    return stay.ends_on is not None and stay.ends_on < day


_Stated = (
    AssignmentStarted
    | TourEndChanged
    | IncumbentPostAbolished
    | IncumbentSeparated
    | AssignmentCompleted
    | AssignmentCurtailed
)


def _dated(events: Sequence[_Stated], field: str, persons: Persons) -> dict[_Assignment, date]:
    latest: dict[_Assignment, date] = {}
    for event in sorted(events, key=stamp):
        latest[persons.of(event.candidate_id), event.assignment_id] = getattr(event, field)
    return latest


def _latest(
    events: Sequence[IncumbentAssigned], persons: Persons
) -> dict[_Assignment, IncumbentAssigned]:
    """Two ids of one person may both have stated an assignment."""
    return {
        (persons.of(event.candidate_id), event.assignment_id): event
        for event in sorted(events, key=stamp)
    }
