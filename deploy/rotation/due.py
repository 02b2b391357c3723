"""Who must rotate in an exercise, by their tours, before anybody has ranked anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    CandidateMerged,
    DutyStationKey,
    IncumbentAssigned,
    RotationCyclePublished,
)
from schemas.events.stamps import stamp
from streams.exercise.careers import Stay, careers, held_on
from streams.exercise.due import due_on, must_move
from streams.exercise.known import Known
from streams.exercise.persons import Persons
from streams.exercise.reference import Reference


@dataclass(frozen=True)
class Due:
    """A person and the post that they must leave."""

    candidate_id: str
    post_id: str
    job_group: str
    grade: str
    """Of both as stated with the assignment."""
    duty_station: DutyStationKey
    starts_on: date
    due_on: date | None
    """When the tour ends; null where only the end of the post is known."""
    abolished_on: date | None

    @property
    def leaves_on(self) -> date | None:
        days = [day for day in (self.due_on, self.abolished_on) if day is not None]
        return min(days, default=None)


def people_due(known: Known, cycle: RotationCyclePublished) -> list[Due]:
    """By post, whoever leaves it last at the end."""
    found = sorted(_due(known, cycle), key=lambda it: (it.leaves_on or date.max, it.candidate_id))
    return sorted(found, key=lambda it: it.post_id)


def _due(known: Known, cycle: RotationCyclePublished) -> Iterator[Due]:
    reference, persons = Reference(known), Persons(known.of(CandidateMerged))
    grades = _grades(known)
    for who, stays in sorted(careers(known, persons).items()):
        stay = held_on(stays, cycle.effective_from)
        if stay is None or stay.job_group not in cycle.job_groups:
            continue
        if must_move(stays, cycle.effective_from, reference):
            yield _of(who, stay, grades[stay.post_id], due_on(stay, reference))


def _of(who: str, stay: Stay, grade: str, due: date | None) -> Due:
    return Due(
        who,
        stay.post_id,
        stay.job_group,
        grade,
        stay.duty_station,
        stay.starts_on,
        due,
        stay.abolished_on,
    )


def _grades(known: Known) -> dict[str, str]:
    """By post, as its last holder's assignment has it."""
    assigned = sorted(known.of(IncumbentAssigned), key=stamp)
    return {event.post_id: event.grade for event in assigned}
