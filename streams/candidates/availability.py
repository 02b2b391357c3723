"""When a person could go, and when not."""

from datetime import date, timedelta

from schemas.events import AvailabilityFact, HoldFact
from schemas.events.candidate_state import CandidateState, Hold
from streams.candidates.stamps import event_id_of, occurred_at_of

ONE_DAY = timedelta(days=1)


def availability_fact(state: CandidateState) -> AvailabilityFact | None:
    if not state.confirmations:
        return None
    last = state.confirmations[-1]
    return AvailabilityFact(
        available_from=last.available_from,
        notice_days=last.notice_days,
        confirmed_at=occurred_at_of(last.stamp),
        event_id=event_id_of(last.stamp),
    )


def hold_facts(state: CandidateState) -> tuple[HoldFact, ...]:
    if not state.holds:
        return ()
    released = {it.hold_id: it.released_on for it in state.releases}
    facts = (_hold_fact(hold, released.get(hold.hold_id)) for hold in state.holds)
    return tuple(fact for fact in facts if fact is not None)


def _hold_fact(hold: Hold, released_on: date | None) -> HoldFact | None:
    """Nothing for a hold that was released before its first day."""
    until = hold.held_until
    if released_on is not None:
        if released_on <= hold.held_from:
            return None
        last_day = released_on - ONE_DAY
        until = last_day if until is None else min(until, last_day)
    return HoldFact(
        hold_id=hold.hold_id,
        held_from=hold.held_from,
        held_until=until,
        reason=hold.reason,
        event_id=event_id_of(hold.stamp),
    )
