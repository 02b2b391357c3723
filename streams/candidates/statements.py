"""What each event of a person's log states: in which list of the state, and about which thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from schemas import events
from schemas.events.candidate_state import (
    Appraisal,
    Assessment,
    Assignment,
    Confirmation,
    Hold,
    OfferStep,
    OfferStepTaken,
    Release,
    Screening,
    Separation,
    Submission,
    Withdrawal,
)
from streams.candidates.stamps import stamp


@dataclass(frozen=True, slots=True)
class Statement:
    """How an event of one type enters the state."""

    part: str
    """The field of CandidateState whose list it enters."""
    identity: Callable[[Any], Any]
    """Of an entry of that list: two entries with the same identity are about the same thing."""
    entry: Callable[[Any], Any]
    """The entry that an event makes."""


def submission(event: events.ApplicationSubmitted) -> Submission:
    return Submission(
        application_id=event.application_id, stamp=stamp(event), profiles=event.profiles
    )


def screening(event: events.ApplicationScreened) -> Screening:
    return Screening(application_id=event.application_id, stamp=stamp(event), outcome=event.outcome)


def withdrawal(event: events.ApplicationWithdrawn) -> Withdrawal:
    return Withdrawal(application_id=event.application_id, stamp=stamp(event))


def assessment(event: events.AssessmentCompleted) -> Assessment:
    return Assessment(
        assessment_id=event.assessment_id,
        stamp=stamp(event),
        job_group=event.job_group,
        grade=event.grade,
        rating=event.overall_rating,
        completed_on=event.completed_on,
        supersedes=event.supersedes,
    )


def assignment(event: events.IncumbentAssigned) -> Assignment:
    return Assignment(
        assignment_id=event.assignment_id,
        stamp=stamp(event),
        post_id=event.post_id,
        job_group=event.job_group,
        grade=event.grade,
        starts_on=event.starts_on,
        due_rotation_on=event.due_rotation_on,
    )


def separation(event: events.IncumbentSeparated) -> Separation:
    return Separation(assignment_id=event.assignment_id, stamp=stamp(event), ends_on=event.ends_on)


def appraisal(event: events.PerformanceRated) -> Appraisal:
    return Appraisal(period_end=event.period_end, stamp=stamp(event), rating=event.rating)


def confirmation(event: events.AvailabilityConfirmed) -> Confirmation:
    return Confirmation(
        stamp=stamp(event), available_from=event.available_from, notice_days=event.notice_days
    )


def hold(event: events.AvailabilityHeld) -> Hold:
    return Hold(
        hold_id=event.hold_id,
        stamp=stamp(event),
        held_from=event.held_from,
        held_until=event.held_until,
        reason=event.reason,
    )


def release(event: events.AvailabilityReleased) -> Release:
    return Release(hold_id=event.hold_id, stamp=stamp(event), released_on=event.released_on)


def offer_step(step: OfferStep) -> Callable[[events.OfferEvent], OfferStepTaken]:
    def entry(event: events.OfferEvent) -> OfferStepTaken:
        return OfferStepTaken(
            offer_id=event.offer_id, step=step, stamp=stamp(event), vacancy_id=event.vacancy_id
        )

    return entry


_APPLICATION_ID = attrgetter("application_id")
_ASSIGNMENT_ID = attrgetter("assignment_id")
_HOLD_ID = attrgetter("hold_id")
_STEP_OF_OFFER = attrgetter("offer_id", "step")


def _the_only_one(entry: Confirmation) -> str:
    return ""


STATEMENTS: Mapping[type[events.Event], Statement] = MappingProxyType(
    {
        events.ApplicationSubmitted: Statement("submissions", _APPLICATION_ID, submission),
        events.ApplicationScreened: Statement("screenings", _APPLICATION_ID, screening),
        events.ApplicationWithdrawn: Statement("withdrawals", _APPLICATION_ID, withdrawal),
        events.AssessmentCompleted: Statement(
            "assessments", attrgetter("assessment_id"), assessment
        ),
        events.IncumbentAssigned: Statement("assignments", _ASSIGNMENT_ID, assignment),
        events.IncumbentSeparated: Statement("separations", _ASSIGNMENT_ID, separation),
        events.PerformanceRated: Statement("appraisals", attrgetter("period_end"), appraisal),
        events.AvailabilityConfirmed: Statement("confirmations", _the_only_one, confirmation),
        events.AvailabilityHeld: Statement("holds", _HOLD_ID, hold),
        events.AvailabilityReleased: Statement("releases", _HOLD_ID, release),
        events.OfferMade: Statement("offer_steps", _STEP_OF_OFFER, offer_step("MADE")),
        events.OfferAccepted: Statement("offer_steps", _STEP_OF_OFFER, offer_step("ACCEPTED")),
        events.OfferDeclined: Statement("offer_steps", _STEP_OF_OFFER, offer_step("DECLINED")),
        events.OfferRevoked: Statement("offer_steps", _STEP_OF_OFFER, offer_step("REVOKED")),
    }
)
"""Every event that states something about a thing; a voided assessment is only struck out."""
