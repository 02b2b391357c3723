"""How far people have come with a vacancy that is open: from its list to an offer."""

from dataclasses import dataclass
from datetime import date

from schemas.events import OfferOut, VacancyStage
from streams.pool.vacancy import Vacancy

NAMED_MAX = 100
"""People on the shortlist, and offers out, that a proposal names."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a proposal shows of it."""

    stage: VacancyStage
    """After an offer came to nothing, SHORTLISTED again."""
    shortlisted: tuple[str, ...]
    offers_out: tuple[OfferOut, ...]


def progress_of(vacancy: Vacancy, day: date, reply_days: int | None) -> Progress:
    """As of a day, with the policy's days for an answer where an offer states none."""
    out = tuple(
        OfferOut(
            offer_id=offer.offer_id,
            candidate_id=offer.candidate_id,
            reply_by=offer.reply_by(reply_days),
        )
        for offer in vacancy.offers
        if offer.out(day, reply_days)
    )
    begun = bool(vacancy.shortlisted or vacancy.offers)
    stage: VacancyStage = "OFFER_OUT" if out else "SHORTLISTED" if begun else "OPEN"
    return Progress(stage, vacancy.shortlisted[:NAMED_MAX], out[:NAMED_MAX])
