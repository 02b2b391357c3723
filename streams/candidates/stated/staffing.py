"""Posts held, from the assignment to the last day, and how the person performed."""

from schemas import events
from schemas.events.candidate_state import (
    Abolition,
    Appraisal,
    Arrival,
    Assignment,
    Separation,
    TourEnd,
)
from streams.candidates.stated.statement import Statement, Statements


def assignment(event: events.IncumbentAssigned, stamp: bytes) -> Assignment:
    return Assignment(
        assignment_id=event.assignment_id,
        stamp=stamp,
        post_id=event.post_id,
        job_group=event.job_group,
        grade=event.grade,
        starts_on=event.starts_on,
        due_rotation_on=event.due_rotation_on,
        duty_station=event.duty_station,
    )


def arrival(event: events.AssignmentStarted, stamp: bytes) -> Arrival:
    return Arrival(assignment_id=event.assignment_id, stamp=stamp, started_on=event.started_on)


def tour_end(event: events.TourEndChanged, stamp: bytes) -> TourEnd:
    return TourEnd(
        assignment_id=event.assignment_id, stamp=stamp, due_rotation_on=event.due_rotation_on
    )


def abolition(event: events.IncumbentPostAbolished, stamp: bytes) -> Abolition:
    return Abolition(
        assignment_id=event.assignment_id, stamp=stamp, abolished_on=event.abolished_on
    )


def separation(event: events.IncumbentSeparated, stamp: bytes) -> Separation:
    return Separation(assignment_id=event.assignment_id, stamp=stamp, ends_on=event.ends_on)


def completion(event: events.AssignmentCompleted, stamp: bytes) -> Separation:
    return Separation(assignment_id=event.assignment_id, stamp=stamp, ends_on=event.completed_on)


def curtailment(event: events.AssignmentCurtailed, stamp: bytes) -> Separation:
    return Separation(assignment_id=event.assignment_id, stamp=stamp, ends_on=event.curtailed_on)


def appraisal(event: events.PerformanceRated, stamp: bytes) -> Appraisal:
    return Appraisal(period_end=event.period_end, stamp=stamp, rating=event.rating)


STAFFING: Statements = {
    events.IncumbentAssigned: (Statement("assignments", assignment),),
    events.AssignmentStarted: (Statement("arrivals", arrival),),
    events.TourEndChanged: (Statement("tour_ends", tour_end),),
    events.IncumbentPostAbolished: (Statement("abolitions", abolition),),
    events.IncumbentSeparated: (Statement("separations", separation),),
    events.AssignmentCompleted: (Statement("separations", completion),),
    events.AssignmentCurtailed: (Statement("separations", curtailment),),
    events.PerformanceRated: (Statement("appraisals", appraisal),),
}
