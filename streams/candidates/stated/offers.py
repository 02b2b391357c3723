"""Offers and what became of them."""

from schemas import events
from schemas.events.candidate_state import OfferStep, OfferStepTaken, Placement
from streams.candidates.stated.statement import Statement, Statements


def _step(step: OfferStep) -> tuple[Statement]:
    def entry(event: events.OfferEvent, stamp: bytes) -> OfferStepTaken:
        return OfferStepTaken(
            offer_id=event.offer_id,
            step=step,
            stamp=stamp,
            vacancy_id=event.vacancy_id,
            reply_by=event.reply_by if isinstance(event, events.OfferMade) else None,
        )

    return (Statement("offer_steps", entry),)


def placement(event: events.PlacementConfirmed, stamp: bytes) -> Placement:
    return Placement(
        offer_id=event.offer_id,
        stamp=stamp,
        post_id=event.post_id,
        job_group=event.job_group,
        grade=event.grade,
        duty_station=event.duty_station,
        starts_on=event.starts_on,
    )


OFFERS: Statements = {
    events.OfferMade: _step("MADE"),
    events.OfferAccepted: _step("ACCEPTED"),
    events.OfferDeclined: _step("DECLINED"),
    events.OfferRevoked: _step("REVOKED"),
    events.OfferLapsed: _step("LAPSED"),
    events.PlacementConfirmed: (Statement("placements", placement),),
}
