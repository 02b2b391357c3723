"""One vacancy as a function of the set of events about it: order and repeats change nothing.

Each field is that of the latest event that states it. The latest of opened, suspended, resumed,
filled and moved to rotation says what state it is in; cancelled is final. Until it is opened it is
pending: what is known waits for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from schemas.events import (
    CandidateShortlisted,
    Event,
    OfferDeclined,
    OfferEvent,
    PlacementConfirmed,
    ProposalReturned,
    ProposalReview,
    VacancyAmended,
    VacancyAnticipated,
    VacancyCancelled,
    VacancyEvent,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyOpened,
    VacancyResumed,
    VacancySuspended,
    WaiverEvent,
    WaiverGranted,
    WaiverRequested,
)
from schemas.events.stamps import Stamp, stamp
from streams.pool.offers import Offer, offers_of

VacancyState = Literal[
    "PENDING", "ANTICIPATED", "OPEN", "SUSPENDED", "CANCELLED", "FILLED", "IN_ROTATION"
]
DecisionEvent = (
    OfferEvent | PlacementConfirmed | ProposalReview | CandidateShortlisted | WaiverEvent
)
"""What people decide about a vacancy's proposal."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What the events say together."""

    state: VacancyState
    reason: str
    """Why it is not open, where it is not."""
    terms: VacancyOpened | None
    """The latest opening with all later amendments laid over it."""
    version: int
    """Distinct events about the vacancy itself, decisions apart."""
    offers: tuple[Offer, ...] = ()
    """Those made since it was last opened again after being filled; the earliest first."""
    declined: tuple[tuple[str, str], ...] = ()
    """Who ever declined an offer, and the event that says so; sorted."""
    shortlisted: tuple[str, ...] = ()
    """Since it was last opened again after being filled; in the order of the decisions."""
    waivers: tuple[WaiverGranted, ...] = ()
    """Granted and not denied since; sorted by person, rule and id."""
    review: ProposalReview | None = None
    """The acceptance or rejection that stands: not returned, the terms not touched since."""
    returned: ProposalReturned | None = None
    """The return that asked for the list to be made again, where nothing came after it."""

    @property
    def live(self) -> bool:
        """Whether other facts than its own events can change what is said about it."""
        return self.state == "OPEN"

    @property
    def attended(self) -> bool:
        """Whether people decided anything that keeps its proposal from expiring."""
        return bool(self.offers or self.shortlisted or self.review)

    def taken(self, reply_days: int | None) -> Offer | None:
        """The first offer that commits a person, with the policy's days for an answer."""
        return next((offer for offer in self.offers if offer.stands(reply_days)), None)


UNHEARD = Vacancy("PENDING", "not opened yet", None, 0)
"""One of which no event is known."""


def vacancy_of(events: Iterable[Event]) -> Vacancy:
    """The vacancy that distinct events, in any order, make."""
    ordered = sorted(events, key=stamp)
    about = [event for event in ordered if isinstance(event, VacancyEvent)]
    state, reason, since = _state(about)
    review, returned = _review(ordered)
    offers = offers_of(e for e in ordered if isinstance(e, OfferEvent | PlacementConfirmed))
    return Vacancy(
        state=state,
        reason=reason,
        terms=_terms(about),
        version=len(about),
        offers=tuple(offer for offer in offers if since is None or offer.last > since),
        declined=tuple(
            sorted((e.candidate_id, e.event_id) for e in ordered if isinstance(e, OfferDeclined))
        ),
        shortlisted=_shortlisted(ordered, since),
        waivers=_waivers(ordered),
        review=review,
        returned=returned,
    )


def _terms(ordered: list[VacancyEvent]) -> VacancyOpened | None:
    opened = [event for event in ordered if isinstance(event, VacancyOpened)]
    if not opened:
        return None
    terms = {field.name: getattr(opened[-1], field.name) for field in fields(VacancyOpened)}
    since = stamp(opened[-1])
    for event in ordered:
        if isinstance(event, VacancyAmended) and stamp(event) > since:
            terms.update(_amendments(event))
    return VacancyOpened(**terms)


def _amendments(event: VacancyAmended) -> dict[str, Any]:
    own = {field.name for field in fields(VacancyAmended)} - {f.name for f in fields(VacancyEvent)}
    stated = ((name, getattr(event, name)) for name in own)
    return {name: value for name, value in stated if value is not None and value != ()}


def _state(ordered: list[VacancyEvent]) -> tuple[VacancyState, str, Stamp | None]:
    """The state, why it is so, and when the vacancy was last opened again after being filled."""
    state: tuple[VacancyState, str] = ("PENDING", "not opened yet")
    since = None
    opened = any(isinstance(event, VacancyOpened) for event in ordered)
    for event in ordered:
        match event:
            case VacancyCancelled():
                return "CANCELLED", f"vacancy cancelled: {event.reason}", since
            case VacancyAnticipated() if not opened:
                state = "ANTICIPATED", f"anticipated for {event.expected_on}"
            case _ if opened:
                before, state = state, _next_state(event, state)
                if before[0] == "FILLED" and state[0] == "OPEN":
                    since = stamp(event)
    return *state, since


def _next_state(event: VacancyEvent, state: tuple[VacancyState, str]) -> tuple[VacancyState, str]:
    match event:
        case VacancyOpened() | VacancyResumed():
            return "OPEN", ""
        case VacancySuspended():
            return "SUSPENDED", f"vacancy suspended: {event.reason}"
        case VacancyFilled():
            return "FILLED", "vacancy filled"
        case VacancyMovedToRotation():
            return "IN_ROTATION", f"moved to rotation cycle {event.cycle_id}: {event.reason}"
    return state


def _shortlisted(ordered: list[Event], since: Stamp | None) -> tuple[str, ...]:
    chosen = (
        event.candidate_id
        for event in ordered
        if isinstance(event, CandidateShortlisted) and (since is None or stamp(event) > since)
    )
    return tuple(dict.fromkeys(chosen))


def _waivers(ordered: list[Event]) -> tuple[WaiverGranted, ...]:
    latest = {
        event.waiver_id: event
        for event in ordered
        if isinstance(event, WaiverEvent) and not isinstance(event, WaiverRequested)
    }
    granted = [event for event in latest.values() if isinstance(event, WaiverGranted)]
    return tuple(
        sorted(granted, key=lambda waiver: (waiver.candidate_id, waiver.rule, waiver.waiver_id))
    )


def _review(ordered: list[Event]) -> tuple[ProposalReview | None, ProposalReturned | None]:
    review: ProposalReview | None = None
    returned: ProposalReturned | None = None
    for event in ordered:
        match event:
            case ProposalReturned():
                review, returned = None, event
            case ProposalReview():
                review, returned = event, None
            case VacancyOpened() | VacancyAmended() | VacancyResumed():
                review, returned = None, None
    return review, returned
