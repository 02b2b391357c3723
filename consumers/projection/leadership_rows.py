"""From what the leadership pipeline says, and people said to it, to rows: pure."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table

from consumers.delivery import Delivery
from consumers.projection.leadership_tables import (
    COHORT_FUNNELS,
    DEVELOPMENT_NEEDS,
    EDITION_EVENTS,
    FUNNEL_OUTCOMES,
    FUNNEL_STEPS,
    LEADERSHIP_REMARKS,
    NEEDS_CLOSED,
    NOMINATION_ANSWERS,
    NOMINATION_REVISIONS,
    NOMINATIONS_WITHDRAWN,
)
from consumers.projection.placed import Told, logged_row, picked, published_row
from consumers.projection.rows import Row, log_place
from schemas.events import (
    CohortFunnelRevised,
    DevelopmentNeedClosed,
    DevelopmentNeedIdentified,
    Event,
    LeadershipRemarked,
    NominationDeclined,
    NominationEndorsed,
    NominationProposed,
    NominationWithdrawn,
    ProgrammeEditionAnnounced,
    SeatsReservedChanged,
)

_DECIDED: Mapping[type[Event], Table] = {
    DevelopmentNeedIdentified: DEVELOPMENT_NEEDS,
    DevelopmentNeedClosed: NEEDS_CLOSED,
    NominationWithdrawn: NOMINATIONS_WITHDRAWN,
}
ANSWERS: tuple[type[Event], ...] = (NominationEndorsed, NominationDeclined)
"""What people say to a nomination."""
_EDITIONS: tuple[type[Event], ...] = (ProgrammeEditionAnnounced, SeatsReservedChanged)


def decided(event: Any, delivery: Delivery) -> Told:
    table, place = _DECIDED[type(event)], log_place(event.position)
    return {table.name: [published_row(table, event, delivery, **place)]}


def nomination(event: NominationProposed, delivery: Delivery) -> Told:
    table, more = NOMINATION_REVISIONS, {**log_place(event.position), "document": event}
    return {table.name: [published_row(table, event, delivery, **more)]}


def remark(event: LeadershipRemarked, delivery: Delivery) -> Told:
    return {LEADERSHIP_REMARKS.name: [published_row(LEADERSHIP_REMARKS, event, delivery)]}


def funnel(event: CohortFunnelRevised, delivery: Delivery) -> Told:
    count = event.position.count
    return {
        COHORT_FUNNELS.name: [published_row(COHORT_FUNNELS, event, delivery, log_count=count)],
        FUNNEL_STEPS.name: _cells(event, FUNNEL_STEPS, "steps"),
        FUNNEL_OUTCOMES.name: _cells(event, FUNNEL_OUTCOMES, "outcomes"),
    }


def _cells(event: CohortFunnelRevised, table: Table, field: str) -> list[Row]:
    told = {"edition_id": event.edition_id, "as_of": event.as_of}
    return [
        picked(table, cell) | told | {"cohort": group.group, "number": number}
        for group in event.groups
        for number, cell in enumerate(getattr(group, field), 1)
    ]


def answer(event: Event, delivery: Delivery) -> Told:
    return {NOMINATION_ANSWERS.name: [logged_row(NOMINATION_ANSWERS, event, delivery)]}


def edition(event: Event, delivery: Delivery) -> Told:
    return {EDITION_EVENTS.name: [logged_row(EDITION_EVENTS, event, delivery)]}


LEADERSHIP_ROWS: Mapping[type[Event], Callable[[Any, Delivery], Told]] = {
    **dict.fromkeys(_DECIDED, decided),
    **dict.fromkeys(ANSWERS, answer),
    **dict.fromkeys(_EDITIONS, edition),
    NominationProposed: nomination,
    CohortFunnelRevised: funnel,
    LeadershipRemarked: remark,
}
"""How each event is written."""

LEADERSHIP_LOG_KINDS = frozenset(kind.__name__ for kind in (*ANSWERS, *_EDITIONS))
"""The names of the events that the read model takes from the leadership pipeline's log."""
