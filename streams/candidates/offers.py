"""Which offers are over for good, whatever else is said of them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from schemas.events.candidate_state import CandidateState, OfferStepTaken
from streams.candidates.stamps import occurred_on

_ENDING = ("DECLINED", "REVOKED", "LAPSED")


def offers_over(state: CandidateState) -> AbstractSet[str]:
    """Declined, revoked, lapsed, or accepted later than the offer itself allows.

    Without a last day for the reply, whether an offer lapsed is for policy to say.
    """
    last_days = {it.offer_id: it.reply_by for it in state.offer_steps if it.step == "MADE"}
    return {
        it.offer_id
        for it in state.offer_steps
        if it.step in _ENDING or (it.step == "ACCEPTED" and _is_late(it, last_days))
    }


def _is_late(accepted: OfferStepTaken, last_days: Mapping[str, date | None]) -> bool:
    reply_by = last_days.get(accepted.offer_id)
    return reply_by is not None and occurred_on(accepted.stamp) > reply_by
