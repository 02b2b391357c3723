"""Applications and their course."""

from schemas import events
from schemas.events.candidate_state import Screening, Submission, Withdrawal
from streams.candidates.stated.profile import APPOINTMENT_TYPE, NATIONALITIES, ORIGIN
from streams.candidates.stated.statement import Statement, Statements


def submission(event: events.ApplicationSubmitted, stamp: bytes) -> Submission:
    return Submission(application_id=event.application_id, stamp=stamp, profiles=event.profiles)


def screening(event: events.ApplicationScreened, stamp: bytes) -> Screening:
    return Screening(application_id=event.application_id, stamp=stamp, outcome=event.outcome)


def withdrawal(event: events.ApplicationWithdrawn, stamp: bytes) -> Withdrawal:
    return Withdrawal(application_id=event.application_id, stamp=stamp)


APPLICATIONS: Statements = {
    events.ApplicationSubmitted: (
        Statement("submissions", submission),
        ORIGIN,
        APPOINTMENT_TYPE,
        NATIONALITIES,
    ),
    events.ApplicationScreened: (Statement("screenings", screening),),
    events.ApplicationWithdrawn: (Statement("withdrawals", withdrawal),),
}
