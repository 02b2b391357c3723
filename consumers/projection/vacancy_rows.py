"""From a fact about a vacancy, or a decision of people, to the row that says the same: pure."""

from consumers.delivery import Delivery
from consumers.projection.rows import Row
from consumers.projection.tables import DECISIONS, VACANCY_EVENTS
from schemas.event_table import EVENT_TABLE
from schemas.events import (
    CandidateShortlisted,
    Event,
    OfferEvent,
    PlacementConfirmed,
    ProposalReview,
    VacancyEvent,
    WaiverEvent,
)

Decision = OfferEvent | PlacementConfirmed | ProposalReview | CandidateShortlisted | WaiverEvent
"""What people decide about a vacancy's proposal."""

POOL_LOG_KINDS = frozenset(
    name for name, row in EVENT_TABLE.items() if issubclass(row.event, VacancyEvent | Decision)
)
"""The names of the events that the read model takes from the pool's log."""

_APART = {"log_partition", "log_offset", "event_type", "document", "country", "city_code"}
_VACANCY = tuple(c.name for c in VACANCY_EVENTS.columns if c.name not in _APART)
_DECISION = tuple(c.name for c in DECISIONS.columns if c.name not in _APART)


def vacancy_event_row(event: VacancyEvent, delivery: Delivery) -> Row:
    station = getattr(event, "duty_station", None)
    return _row(event, delivery, _VACANCY) | {
        "country": station.country if station else None,
        "city_code": station.city_code if station else None,
    }


def decision_row(event: Decision, delivery: Delivery) -> Row:
    return _row(event, delivery, _DECISION)


def _row(event: Event, delivery: Delivery, names: tuple[str, ...]) -> Row:
    # What an event of its kind does not state has no field of that name.
    return {name: getattr(event, name, None) for name in names} | {
        "log_partition": delivery.partition,
        "log_offset": delivery.offset,
        "event_type": type(event).__name__,
        "document": event,
    }
