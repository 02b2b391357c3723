"""Nominations: seats that could meet a person's needs, and what people said to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, tuple_

from consumers.projection.tables import (
    LEADERSHIP_REMARKS,
    NOMINATION_ANSWERS,
    NOMINATION_REVISIONS,
)
from consumers.questions.leadership import LeadershipRemark
from consumers.questions.paging import Page, key_of, number_of, page
from consumers.questions.records import columns_of, records
from consumers.questions.views import NOMINATIONS
from schemas.events import NominationGround

NominationStatus = Literal["PROPOSED", "ENDORSED", "DECLINED", "WITHDRAWN"]
AnswerProgress = Literal["PUBLISHED", "TAKEN_IN", "REFUSED"]
"""PUBLISHED: not yet seen in the pipeline's log. REFUSED: it fits no nomination."""


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """One person for one edition, as last proposed: a recommendation to people."""

    nomination_id: str
    candidate_id: str
    edition_id: str
    revision: int
    status: NominationStatus
    place: int
    reason: str
    need_ids: Sequence[str]
    seats_reserved: int
    seats_free: int
    as_of: date
    recommendation: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class WantedNominations:
    """Which nominations; nothing given: all of them."""

    edition_id: str | None = None
    candidate_id: str | None = None
    statuses: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An endorsement or a refusal by people."""

    event_id: str
    event_type: str
    nomination_id: str
    candidate_id: str
    edition_id: str
    actor_role: str
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerState:
    """How far an answer has come."""

    event_id: str
    state: AnswerProgress
    remark: LeadershipRemark | None = None
    """Why it counts for nothing."""


def nominations(
    connection: Connection, wanted: WantedNominations, limit: int, cursor: str | None = None
) -> Page[Nomination]:
    """By edition and place. Raises NoCursor."""
    column = NOMINATIONS.c
    key = (column.edition_id, column.place, column.nomination_id)
    query = select(*columns_of(NOMINATIONS, Nomination)).order_by(*key).limit(limit + 1)
    if wanted.edition_id is not None:
        query = query.where(column.edition_id == wanted.edition_id)
    if wanted.candidate_id is not None:
        query = query.where(column.candidate_id == wanted.candidate_id)
    if wanted.statuses:
        query = query.where(column.status.in_(wanted.statuses))
    if cursor is not None:
        edition_id, place, nomination_id = key_of(cursor, 3)
        query = query.where(tuple_(*key) > tuple_(edition_id, number_of(place), nomination_id))
    rows = records(connection, query, Nomination)
    return page(rows, limit, lambda one: (one.edition_id, str(one.place), one.nomination_id))


def nomination(connection: Connection, nomination_id: str) -> Nomination | None:
    query = select(*columns_of(NOMINATIONS, Nomination))
    found = records(
        connection, query.where(NOMINATIONS.c.nomination_id == nomination_id), Nomination
    )
    return found[0] if found else None


def nomination_document(connection: Connection, nomination_id: str) -> Mapping[str, Any] | None:
    """The whole last event with its grounds, as JSON values."""
    table = NOMINATION_REVISIONS.c
    query = select(table.document).where(table.nomination_id == nomination_id)
    return connection.execute(query.order_by(table.topic_offset.desc()).limit(1)).scalar()


def grounds_of(connection: Connection, nomination_id: str) -> list[NominationGround]:
    """What speaks for the nomination or had to hold for it, as last proposed."""
    document = nomination_document(connection, nomination_id) or {}
    return [
        NominationGround(**{**ground, "evidence": tuple(ground["evidence"])})
        for ground in document.get("grounds", ())
    ]


def answers_of(connection: Connection, nomination_id: str) -> list[Answer]:
    """The latest first."""
    table = NOMINATION_ANSWERS.c
    query = select(*columns_of(NOMINATION_ANSWERS, Answer))
    query = query.where(table.nomination_id == nomination_id)
    return records(connection, query.order_by(table.occurred_at.desc(), table.event_id), Answer)


def answer_document(connection: Connection, event_id: str) -> Mapping[str, Any] | None:
    """The event as JSON values; None: the pipeline's log is not known to have it."""
    query = select(NOMINATION_ANSWERS.c.document).where(NOMINATION_ANSWERS.c.event_id == event_id)
    return connection.execute(query).scalar()


def answer_state(connection: Connection, event_id: str) -> AnswerState:
    """Of an answer that was published; an id that nobody knows is PUBLISHED for ever."""
    query = select(*columns_of(LEADERSHIP_REMARKS, LeadershipRemark))
    query = query.where(LEADERSHIP_REMARKS.c.causation_id == event_id)
    if found := records(connection, query, LeadershipRemark):
        return AnswerState(event_id=event_id, state="REFUSED", remark=found[0])
    taken_in = answer_document(connection, event_id) is not None
    return AnswerState(event_id=event_id, state="TAKEN_IN" if taken_in else "PUBLISHED")
