"""One vacancy as a function of the set of events about it: order and repeats change nothing.

Each field is that of the latest event that states it. The latest of opened, suspended, resumed,
filled and moved to rotation says what state it is in; cancelled is final. Until it is opened it is
pending: what is known waits for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from schemas.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferRevoked,
    VacancyAmended,
    VacancyAnticipated,
    VacancyCancelled,
    VacancyEvent,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyOpened,
    VacancyResumed,
    VacancySuspended,
)
from streams.pool.stamps import stamp

VacancyState = Literal[
    "PENDING", "ANTICIPATED", "OPEN", "SUSPENDED", "CANCELLED", "FILLED", "IN_ROTATION"
]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What the events say together."""

    state: VacancyState
    reason: str
    """Why it is not open, where it is not."""
    terms: VacancyOpened | None
    """The latest opening with all later amendments laid over it."""
    version: int
    """Distinct events about the vacancy itself, offers apart."""
    accepted: OfferAccepted | None
    """The first accepted offer that was neither declined nor revoked since."""
    declined: tuple[tuple[str, str], ...]
    """Who declined an offer, and the event that says so; sorted."""

    @property
    def live(self) -> bool:
        """Whether other facts than its own events can change what is said about it."""
        return self.state == "OPEN" and self.accepted is None


def vacancy_of(events: Iterable[Event]) -> Vacancy:
    """The vacancy that distinct events, in any order, make."""
    ordered = sorted(events, key=stamp)
    about = [event for event in ordered if isinstance(event, VacancyEvent)]
    offers = [event for event in ordered if isinstance(event, OfferEvent)]
    state, reason = _state(about)
    return Vacancy(
        state=state,
        reason=reason,
        terms=_terms(about),
        version=len(about),
        accepted=_accepted(offers),
        declined=tuple(
            sorted((e.candidate_id, e.event_id) for e in offers if isinstance(e, OfferDeclined))
        ),
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
    return {name: value for name in own if (value := getattr(event, name)) is not None}


def _state(ordered: list[VacancyEvent]) -> tuple[VacancyState, str]:
    state: tuple[VacancyState, str] = ("PENDING", "not opened yet")
    opened = any(isinstance(event, VacancyOpened) for event in ordered)
    for event in ordered:
        match event:
            case VacancyCancelled():
                return "CANCELLED", f"vacancy cancelled: {event.reason}"
            case VacancyAnticipated() if not opened:
                state = "ANTICIPATED", f"anticipated for {event.expected_on}"
            case _ if opened:
                state = _next_state(event, state)
    return state


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


def _accepted(offers: list[OfferEvent]) -> OfferAccepted | None:
    over = {e.offer_id for e in offers if isinstance(e, OfferDeclined | OfferRevoked)}
    standing = (e for e in offers if isinstance(e, OfferAccepted) and e.offer_id not in over)
    return next(standing, None)
