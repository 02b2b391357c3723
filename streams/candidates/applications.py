"""Where an application stands: what was stated about it, read as its state machine."""

from collections.abc import Iterable
from typing import Literal, TypeVar

from schemas.events.candidate_state import (
    Assessment,
    CandidateState,
    Screening,
    Submission,
    Withdrawal,
)
from streams.candidates.assessed import counting_assessments

Stated = TypeVar("Stated", Submission, Screening, Withdrawal)
ApplicationStatus = Literal[
    "PENDING",
    "SUBMITTED",
    "SCREENED_IN",
    "SCREENED_OUT",
    "ASSESSMENT_SCHEDULED",
    "ASSESSED",
    "WITHDRAWN",
]


def application_status(state: CandidateState, application_id: str) -> ApplicationStatus:
    """PENDING until the submission itself arrives, whatever else is known of it by then.

    What is known early waits in the same way: a planned assessment for the screening.
    """
    if _about(state.submissions, application_id) is None:
        return "PENDING"
    screened = _about(state.screenings, application_id)
    status, since = _undisturbed(state, application_id, screened)
    withdrawal = _about(state.withdrawals, application_id)
    # Whoever was screened out or assessed has nothing left to withdraw; the order is that of
    # effect.
    if withdrawal is not None and (since is None or withdrawal.stamp < since):
        return "WITHDRAWN"
    return status


def _undisturbed(
    state: CandidateState, application_id: str, screened: Screening | None
) -> tuple[ApplicationStatus, bytes | None]:
    """Where it would stand if nobody had withdrawn it; with the stamp of what closed it."""
    if screened is None:
        return "SUBMITTED", None
    if screened.outcome == "SCREENED_OUT":
        return "SCREENED_OUT", screened.stamp
    planned = {it.assessment_id for it in state.schedules if it.application_id == application_id}
    if not planned:
        return "SCREENED_IN", None
    done = [it for it in counting_assessments(state) if it.assessment_id in planned]
    if len(done) < len(planned):
        return "ASSESSMENT_SCHEDULED", None
    return "ASSESSED", _last_stamp(done)


def _last_stamp(assessments: Iterable[Assessment]) -> bytes:
    return max(it.stamp for it in assessments)


def _about(entries: Iterable[Stated], application_id: str) -> Stated | None:
    return next((entry for entry in entries if entry.application_id == application_id), None)
