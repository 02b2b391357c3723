"""Editions of leadership programmes: seats, how far their people came, and what did not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from consumers.projection.tables import EDITION_EVENTS, LEADERSHIP_REMARKS
from consumers.questions.funnels import seats_used
from consumers.questions.latest import latest_first
from consumers.questions.paging import Page
from consumers.questions.records import columns_of
from consumers.questions.views import NOMINATIONS

STANDING = ("PROPOSED", "ENDORSED")
"""Statuses of a nomination that may still come to a seat."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition as announced, with its seats as they are now."""

    edition_id: str
    programme_id: str
    title: str
    delivery: str
    starts_on: date
    ends_on: date
    apply_by: date | None
    seats_reserved: int
    seats_used: int | None
    """As the last funnel told; null: none was told yet."""
    proposed: int
    """Nominations that stand."""


@dataclass(frozen=True, kw_only=True)
class LeadershipRemark:
    """Something stated about a programme that does not fit."""

    event_id: str
    remark: str
    edition_id: str | None
    candidate_id: str | None
    detail: str
    remedy: str
    causation_id: str | None
    recorded_at: datetime


def editions(connection: Connection) -> list[Edition]:
    """The latest start first; an edition that was never announced is none."""
    used, proposed = seats_used(connection), _proposed(connection)
    found = [
        Edition(
            **facts,
            seats_used=used.get(edition_id),
            proposed=proposed.get(edition_id, 0),
        )
        for edition_id, facts in _announced(connection).items()
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.edition_id), reverse=True)


def edition(connection: Connection, edition_id: str) -> Edition | None:
    # A programme has a few editions a year: one is found among all as fast as by itself.
    return next((one for one in editions(connection) if one.edition_id == edition_id), None)


def leadership_remarks(
    connection: Connection, limit: int, cursor: str | None = None
) -> Page[LeadershipRemark]:
    """The latest first. Raises NoCursor."""
    key = (LEADERSHIP_REMARKS.c.recorded_at, LEADERSHIP_REMARKS.c.event_id)
    query = select(*columns_of(LEADERSHIP_REMARKS, LeadershipRemark))
    return latest_first(connection, query, key, LeadershipRemark, limit, cursor)


def _announced(connection: Connection) -> Mapping[str, dict[str, Any]]:
    """Of two facts the later counts, whichever was learnt first; seats by their last change."""
    table = EDITION_EVENTS.c
    names = (
        *("edition_id", "programme_id", "title", "delivery", "starts_on", "ends_on", "apply_by"),
        "seats_reserved",
    )
    query = select(table.event_type, *(table[name] for name in names))
    query = query.order_by(table.occurred_at, table.recorded_at, table.event_id)
    facts: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query):
        told = facts.setdefault(row.edition_id, {})
        if row.event_type == "ProgrammeEditionAnnounced":
            told |= {name: row._mapping[name] for name in names}
        else:
            told["seats_reserved"] = row.seats_reserved
    return {edition_id: told for edition_id, told in facts.items() if "title" in told}


def _proposed(connection: Connection) -> Mapping[str, int]:
    standing = NOMINATIONS.c.status.in_(STANDING)
    query = select(NOMINATIONS.c.edition_id, func.count()).where(standing)
    rows: Sequence[Any] = connection.execute(query.group_by(NOMINATIONS.c.edition_id)).all()
    return {row[0]: row[1] for row in rows}
