"""What people decide about proposals: `pathways.decisions`, keyed by vacancy."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event


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


WaiverExtent = Literal["FULL", "PARTIAL"]


@dataclass(frozen=True, kw_only=True)
class ProposalReview(Event):
    """What every review of a proposal names; one of an older revision is refused."""

    vacancy_id: str
    job_group: str
    proposal_id: str
    revision_seen: int
    """The revision that was reviewed."""
    actor_role: str
    """The role of whoever decided, never a name."""


@dataclass(frozen=True, kw_only=True)
class ProposalAccepted(ProposalReview):
    """The list stands as the ground of the decision; later changes are advice only."""

    override: bool
    """Whether the decision departs from the order of the list; a reason is then due."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalRejected(ProposalReview):
    """Nobody on the list will be taken."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalReturned(ProposalReview):
    """The list goes back to be made again after something is put right."""

    reason: str
    """What to put right."""


@dataclass(frozen=True, kw_only=True)
class CandidateShortlisted(Event):
    """A person is taken from the list to a closer look."""

    vacancy_id: str
    job_group: str
    candidate_id: str
    revision_seen: int
    actor_role: str
    override: bool
    """Whether somebody ranked higher was passed over; a reason is then due."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(OfferEvent):
    """Nobody answered in time: final for this offer, and the person stays in the Pool."""

    lapsed_on: date
    """The first day on which the offer no longer stood."""


@dataclass(frozen=True, kw_only=True)
class PlacementConfirmed(Event):
    """The person who accepted will take up the post on a day that is now agreed."""

    vacancy_id: str
    job_group: str
    candidate_id: str
    offer_id: str
    grade: str
    post_id: str
    duty_station: DutyStationKey
    starts_on: date
    """The first day in the post: from then on the person is its incumbent."""
    actor_role: str


@dataclass(frozen=True, kw_only=True)
class WaiverEvent(Event):
    """What every event about a waiver names: one rule, for one person, at one vacancy."""

    vacancy_id: str
    job_group: str
    candidate_id: str
    waiver_id: str
    rule: str
    """The id of the rule, such as H9; which rules can be waived is policy."""
    actor_role: str


@dataclass(frozen=True, kw_only=True)
class WaiverRequested(WaiverEvent):
    """Somebody asks that a rule be set aside."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WaiverGranted(WaiverEvent):
    """The rule is set aside, wholly or down to what is accepted."""

    extent: WaiverExtent
    shortfall_accepted: int | None = None
    """For a partial one: by how much the requirement may be missed, in the rule's own unit: days
    for H3, H10 and H11, months for H8 and H9, levels for H2 and H4. Other rules know no part.
    """
    valid_until: date | None = None
    """The last day on which it counts; null: for as long as the vacancy is open."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaiverDenied(WaiverEvent):
    """The rule stands."""

    reason: str
