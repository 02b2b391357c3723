"""What people decide about proposals: `pathways.decisions`, keyed by vacancy."""

from dataclasses import dataclass
from datetime import date

from schemas.events.envelope import Event


@dataclass(frozen=True, kw_only=True)
class OfferEvent(Event):
    """What every event about an offer names; each offer is a new object with its own id."""

    vacancy_id: str
    job_group: str
    candidate_id: str
    offer_id: str
    actor_role: str
    """The role of whoever decided, never a name: `hr-partner`, `chief-of-mission`."""


@dataclass(frozen=True, kw_only=True)
class OfferMade(OfferEvent):
    """A post is offered to a person; it binds nobody until it is accepted."""

    reply_by: date | None = None
    revision_seen: int | None = None
    """The revision of the proposal that the decision was taken on."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(OfferEvent):
    """The person is committed to this vacancy and leaves every other proposal."""


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(OfferEvent):
    """The person says no: final for this offer, and they are not proposed here again."""

    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferRevoked(OfferEvent):
    """The organisation takes the offer back; a person who had accepted is free again."""

    reason: str
