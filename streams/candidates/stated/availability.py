"""When the person could go."""

from schemas import events
from schemas.events.candidate_state import Confirmation, Hold, Release
from streams.candidates.stated.statement import Statement, Statements


def confirmation(event: events.AvailabilityConfirmed, stamp: bytes) -> Confirmation:
    return Confirmation(
        stamp=stamp, available_from=event.available_from, notice_days=event.notice_days
    )


def hold(event: events.AvailabilityHeld, stamp: bytes) -> Hold:
    return Hold(
        hold_id=event.hold_id,
        stamp=stamp,
        held_from=event.held_from,
        held_until=event.held_until,
        reason=event.reason,
    )


def release(event: events.AvailabilityReleased, stamp: bytes) -> Release:
    return Release(hold_id=event.hold_id, stamp=stamp, released_on=event.released_on)


AVAILABILITY: Statements = {
    events.AvailabilityConfirmed: (Statement("confirmations", confirmation),),
    events.AvailabilityHeld: (Statement("holds", hold),),
    events.AvailabilityReleased: (Statement("releases", release),),
}
