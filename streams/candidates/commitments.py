"""To which vacancies a person is committed: offers that were accepted and still bind."""

from datetime import date

from schemas.events import CommitmentFact
from schemas.events.candidate_state import CandidateState, OfferStepTaken, Placement
from streams.candidates.offers import offers_over
from streams.candidates.posts import taken_up
from streams.candidates.stamps import event_id_of, occurred_on


def commitment_facts(state: CandidateState) -> tuple[CommitmentFact, ...]:
    """By offer. One that staffing shows to have ended in an arrival is told no longer."""
    if not state.offer_steps:
        return ()
    over = offers_over(state)
    made = {it.offer_id: it for it in state.offer_steps if it.step == "MADE"}
    placements = {it.offer_id: it for it in state.placements}
    facts = (
        _commitment(it, made.get(it.offer_id), placements.get(it.offer_id), state)
        for it in state.offer_steps
        if it.step == "ACCEPTED" and it.offer_id not in over
    )
    return tuple(fact for fact in facts if fact is not None)


def _commitment(
    accepted: OfferStepTaken,
    made: OfferStepTaken | None,
    placement: Placement | None,
    state: CandidateState,
) -> CommitmentFact | None:
    placed_from = taken_up(placement, state).starts_on if placement else None
    if placed_from is not None and _has_arrived(state, placed_from):
        return None
    return CommitmentFact(
        offer_id=accepted.offer_id,
        vacancy_id=accepted.vacancy_id,
        event_id=event_id_of(accepted.stamp),
        offered_on=occurred_on(made.stamp) if made else None,
        reply_by=made.reply_by if made else None,
        accepted_on=occurred_on(accepted.stamp),
        placed_from=placed_from,
    )


def _has_arrived(state: CandidateState, placed_from: date) -> bool:
    """In that post or in a later one: an arrival is told once the person is there."""
    return any(it.started_on >= placed_from for it in state.arrivals)
