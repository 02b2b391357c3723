"""A person's part in leadership programmes."""

from schemas import events
from schemas.events.candidate_state import ParticipationStep
from schemas.events.learning import ParticipationStatus
from streams.candidates.stated.statement import Statement, Statements


def _step(step: ParticipationStatus) -> tuple[Statement]:
    def entry(event: events.LearningEvent, stamp: bytes) -> ParticipationStep:
        return ParticipationStep(
            participation_id=event.participation_id,
            step=step,
            stamp=stamp,
            edition_id=event.edition_id,
        )

    return (Statement("participations", entry),)


LEARNING: Statements = {
    events.LearningApplicationSubmitted: _step("APPLIED"),
    events.SeatAllocated: _step("SEAT_OFFERED"),
    events.SeatRefused: _step("NOT_SELECTED"),
    events.SeatDeclined: _step("DECLINED"),
    events.LearningCompleted: _step("COMPLETED"),
    events.LearningWithdrawn: _step("WITHDRAWN"),
}
