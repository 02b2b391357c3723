"""Where an application stands: what was stated about it, read as its state machine."""

from collections.abc import Iterable
from typing import Literal, TypeVar

from schemas.events.candidate_state import CandidateState, Screening, Withdrawal

Stated = TypeVar("Stated", Screening, Withdrawal)
ApplicationStatus = Literal["PENDING", "SUBMITTED", "SCREENED_IN", "SCREENED_OUT", "WITHDRAWN"]


def application_status(state: CandidateState, application_id: str) -> ApplicationStatus:
    """PENDING until the submission itself arrives, whatever else is known of it by then."""
    submitted = any(entry.application_id == application_id for entry in state.submissions)
    if not submitted:
        return "PENDING"
    screened = _about(state.screenings, application_id)
    if _withdrawn_while_open(_about(state.withdrawals, application_id), screened):
        return "WITHDRAWN"
    return screened.outcome if screened else "SUBMITTED"


def _withdrawn_while_open(withdrawal: Withdrawal | None, screened: Screening | None) -> bool:
    # Who was screened out has nothing left to withdraw; the order is the order of effect.
    if withdrawal is None:
        return False
    closed = screened is not None and screened.outcome == "SCREENED_OUT"
    return not closed or (screened is not None and withdrawal.stamp < screened.stamp)


def _about(entries: Iterable[Stated], application_id: str) -> Stated | None:
    return next((entry for entry in entries if entry.application_id == application_id), None)
