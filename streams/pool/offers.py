"""Offers of one vacancy: each is a new object, and what ended one is final for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.events import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferLapsed,
    OfferMade,
    OfferRevoked,
    PlacementConfirmed,
)
from schemas.events.stamps import Stamp, stamp

OverEvent = OfferDeclined | OfferRevoked | OfferLapsed


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of it; an answer may be known before the offer itself."""

    offer_id: str
    candidate_id: str
    made: OfferMade | None
    accepted: OfferAccepted | None
    """The first acceptance; whether it came in time is for `stands` to say."""
    placed: PlacementConfirmed | None
    """The latest confirmation."""
    over: OverEvent | None
    """The first event that declines, revokes or lapses it."""
    last: Stamp
    """Of its latest event."""

    def reply_by(self, reply_days: int | None) -> date | None:
        """The last day for an answer: stated, else by the policy's days; None: no end is known."""
        if self.made is None:
            return None
        if self.made.reply_by is not None or reply_days is None:
            return self.made.reply_by
        return self.made.occurred_at.date() + timedelta(reply_days)

    def stands(self, reply_days: int | None) -> bool:
        """Whether it commits its person: accepted in time or placed, and not over."""
        return self.over is None and (self.placed is not None or self._in_time(reply_days))

    def lapsed(self, day: date, reply_days: int | None) -> bool:
        """Whether its time ran out without an answer, as of a day."""
        reply_by = self.reply_by(reply_days)
        return reply_by is not None and day > reply_by and not self._in_time(reply_days)

    def out(self, day: date, reply_days: int | None) -> bool:
        """Whether it waits for its answer on a day."""
        open_still = self.made is not None and self.over is None
        return open_still and not (self.stands(reply_days) or self.lapsed(day, reply_days))

    def _in_time(self, reply_days: int | None) -> bool:
        if self.accepted is None:
            return False
        reply_by = self.reply_by(reply_days)
        return reply_by is None or self.accepted.occurred_at.date() <= reply_by


def offers_of(ordered: Iterable[OfferEvent | PlacementConfirmed]) -> tuple[Offer, ...]:
    """The offers that events, in the order of their stamps, make; the earliest offer first."""
    by_offer: dict[str, list[OfferEvent | PlacementConfirmed]] = {}
    for event in ordered:
        by_offer.setdefault(event.offer_id, []).append(event)
    return tuple(_offer(events) for events in by_offer.values())


def _offer(events: list[OfferEvent | PlacementConfirmed]) -> Offer:
    made = next((event for event in events if isinstance(event, OfferMade)), None)
    return Offer(
        offer_id=events[0].offer_id,
        candidate_id=(made or events[0]).candidate_id,
        made=made,
        accepted=next((event for event in events if isinstance(event, OfferAccepted)), None),
        placed=next((e for e in reversed(events) if isinstance(e, PlacementConfirmed)), None),
        over=next((event for event in events if isinstance(event, OverEvent)), None),
        last=stamp(events[-1]),
    )
