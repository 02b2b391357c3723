"""How far the people of an edition have come: counts of groups, for people to compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    CohortFunnelRevised,
    CohortGroup,
    FunnelGroup,
    FunnelOutcome,
    FunnelStep,
    FunnelStepName,
    ProgrammeEditionAnnounced,
)
from streams.leadership.courses import STEPS, Course, Outcome
from streams.leadership.moment import Moment
from streams.leadership.parts import SEATED
from streams.leadership.suppression import shown

NOTE = "Counts, not causes: whoever gets a seat differs from who does not in other ways too."
Cell = tuple[FunnelGroup, FunnelStepName | Outcome]
Counts = Mapping[Cell, int]
"""Of the cells that are shown."""
GROUPS: tuple[FunnelGroup, ...] = ("APPLICANTS", "ATTENDED", "NOT_SELECTED")


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everybody with a part in an edition, in the order of their ids."""

    edition: ProgrammeEditionAnnounced
    seats_reserved: int
    courses: Sequence[Course]


def funnel_of(cohort: Cohort, cell_min: int, moment: Moment) -> CohortFunnelRevised:
    edition, day = cohort.edition, moment.as_of
    return CohortFunnelRevised(
        **moment.envelope(f"funnel/{edition.edition_id}/{day.isoformat()}"),
        edition_id=edition.edition_id,
        programme_id=edition.programme_id,
        title=edition.title,
        starts_on=edition.starts_on,
        seats_reserved=cohort.seats_reserved,
        seats_used=_bits(cohort, [it for it in cohort.courses if _has_seat(it)]).bit_count(),
        groups=_groups(cohort, cell_min, day),
        as_of=day,
        position=moment.position,
        note=NOTE,
    )


def content(funnel: CohortFunnelRevised) -> tuple[object, ...]:
    """What is compared with the funnel told last."""
    seats = funnel.seats_reserved, funnel.seats_used
    return funnel.programme_id, funnel.title, funnel.starts_on, *seats, funnel.groups


def next_day(cohort: Cohort, day: date) -> date | None:
    """The first later day on which the counts may change without any news."""
    days = [it.next_on for it in cohort.courses if it.next_on is not None]
    if cohort.edition.starts_on > day:
        days.append(cohort.edition.starts_on)
    return min(days, default=None)


def _groups(cohort: Cohort, cell_min: int, day: date) -> tuple[CohortGroup, ...]:
    members = {group: _members(cohort, group, day) for group in GROUPS}
    steps = [(group, step) for group in GROUPS for step in STEPS]
    outcomes = [(group, it) for group in GROUPS for it in _outcomes(members[group])]
    cells = [
        *(
            _bits(cohort, [it for it in members[group] if step in it.steps])
            for group, step in steps
        ),
        *(
            _bits(cohort, [it for it in members[group] if one in it.outcomes])
            for group, one in outcomes
        ),
    ]
    seated = _bits(cohort, [it for it in cohort.courses if _has_seat(it)])
    visible = shown(cells, cell_min, known=(seated,))
    counts: dict[Cell, int] = {
        about: cell.bit_count()
        for about, cell, fits in zip((*steps, *outcomes), cells, visible, strict=True)
        if fits
    }
    return tuple(
        CohortGroup(
            group=group,
            steps=tuple(_steps(members[group], group, counts, cell_min)),
            outcomes=tuple(_shown_outcomes(group, outcomes, counts)),
        )
        for group in GROUPS
    )


def _members(cohort: Cohort, group: FunnelGroup, day: date) -> list[Course]:
    match group:
        case "APPLICANTS":
            return list(cohort.courses)
        case "ATTENDED":
            return [it for it in cohort.courses if it.part.status == "COMPLETED"]
        case "NOT_SELECTED":
            # An application that nobody decided on before the edition began found no seat either.
            begun = cohort.edition.starts_on <= day
            without = ("NOT_SELECTED", "APPLIED") if begun else ("NOT_SELECTED",)
            return [it for it in cohort.courses if it.part.status in without]


def _has_seat(course: Course) -> bool:
    return course.part.status in SEATED


def _bits(cohort: Cohort, some: Sequence[Course]) -> int:
    """People as bits: the number of one is their place in the cohort."""
    chosen = {id(it) for it in some}
    return sum(1 << number for number, it in enumerate(cohort.courses) if id(it) in chosen)


def _outcomes(members: Sequence[Course]) -> list[Outcome]:
    return sorted(
        {one for it in members for one in it.outcomes},
        key=lambda it: (STEPS.index(it[0]), it[1], it[2], it[3] or ""),
    )


def _steps(
    members: Sequence[Course], group: FunnelGroup, counts: Counts, cell_min: int
) -> Iterator[FunnelStep]:
    for step in STEPS:
        people = counts.get((group, step))
        lags = sorted(it for it in (one.days_before(step) for one in members) if it is not None)
        told = people is not None and len(lags) >= cell_min
        # Of an even number the lower one of the two in the middle: a number of days somebody took.
        median = lags[(len(lags) - 1) // 2] if told else None
        yield FunnelStep(step=step, people=people, median_days=median)


def _shown_outcomes(
    group: FunnelGroup, outcomes: Sequence[tuple[FunnelGroup, Outcome]], counts: Counts
) -> Iterator[FunnelOutcome]:
    """Hidden ones are left out: that there is one would say that there is somebody."""
    for about in outcomes:
        if about[0] == group and about in counts:
            step, job_group, grade, rating = about[1]
            yield FunnelOutcome(
                step=step, job_group=job_group, grade=grade, rating=rating, people=counts[about]
            )
