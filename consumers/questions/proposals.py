"""Proposals: the last word on each vacancy, and every revision whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from consumers.projection.tables import PROPOSAL_REVISIONS, PROPOSALS
from consumers.questions.latest import latest_first
from consumers.questions.paging import Page
from consumers.questions.records import columns_of, records


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The last word on a vacancy; status OPEN, REVIEWED, WITHDRAWN, DEFERRED, HELD or EXPIRED."""

    vacancy_id: str
    proposal_id: str
    revision: int
    kind: str
    status: str
    job_group: str
    grade: str
    title: str | None
    country: str | None
    city_code: str | None
    start_by: date | None
    reason: str | None
    """Names people, and why each left: null where whoever asks may not read that."""
    considered: int | None
    eligible: int | None
    stage: str | None
    reviewed_revision: int | None
    as_of: date
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One event about a proposal, in brief."""

    revision: int
    kind: str
    status: str
    reason: str | None
    """Names people, and why each left: null where whoever asks may not read that."""
    eligible: int | None
    as_of: date
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class ToldRevision(Revision):
    """A revision with what it says of itself, as JSON values of the event."""

    changes: Mapping[str, Any] | None
    """Who entered, left and moved; null where it is no list and no advice."""
    causes: Sequence[Mapping[str, Any]]


def counts_by_status(connection: Connection) -> dict[str, int]:
    """Of the last word on each vacancy; a status that no vacancy has is missing."""
    query = select(PROPOSALS.c.status, func.count()).group_by(PROPOSALS.c.status)
    return {row.status: row[1] for row in connection.execute(query)}


def told_on(connection: Connection, day: date) -> int:
    """On how many vacancies the last word is of this day or later."""
    query = select(func.count()).select_from(PROPOSALS).where(PROPOSALS.c.as_of >= day)
    return int(connection.execute(query).scalar_one())


def proposals(
    connection: Connection,
    statuses: Sequence[str],
    job_groups: Sequence[str],
    limit: int,
    cursor: str | None = None,
) -> Page[Proposal]:
    """The latest first; no statuses or job groups: all of them. Raises NoCursor."""
    query = select(*columns_of(PROPOSALS, Proposal))
    key = (PROPOSALS.c.recorded_at, PROPOSALS.c.vacancy_id)
    if statuses:
        query = query.where(PROPOSALS.c.status.in_(statuses))
    if job_groups:
        query = query.where(PROPOSALS.c.job_group.in_(job_groups))
    return latest_first(connection, query, key, Proposal, limit, cursor)


def proposal(connection: Connection, vacancy_id: str) -> Proposal | None:
    query = select(*columns_of(PROPOSALS, Proposal)).where(PROPOSALS.c.vacancy_id == vacancy_id)
    found = records(connection, query, Proposal)
    return found[0] if found else None


def revisions(connection: Connection, vacancy_id: str) -> list[Revision]:
    """The latest first."""
    table = PROPOSAL_REVISIONS.c
    query = select(*columns_of(PROPOSAL_REVISIONS, Revision))
    query = query.where(table.vacancy_id == vacancy_id).order_by(table.revision.desc())
    return records(connection, query, Revision)


def told_revisions(
    connection: Connection, keys: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], ToldRevision]:
    """By vacancy and revision; whoever asks limits how many."""
    table = PROPOSAL_REVISIONS.c
    query = select(
        table.vacancy_id,
        *columns_of(PROPOSAL_REVISIONS, Revision),
        table.document["changes"].label("changes"),
        table.document["causes"].label("causes"),
    ).where(tuple_(table.vacancy_id, table.revision).in_(keys))
    return {
        (row.vacancy_id, row.revision): ToldRevision(
            **{name: row._mapping[name] for name in ToldRevision.__dataclass_fields__}
        )
        for row in connection.execute(query)
    }


def document(
    connection: Connection, vacancy_id: str, revision: int | None = None
) -> Mapping[str, Any] | None:
    """The whole event of a revision, by default of the last one, as JSON values."""
    table = PROPOSAL_REVISIONS.c
    query = select(table.document).where(table.vacancy_id == vacancy_id)
    if revision is not None:
        query = query.where(table.revision == revision)
    return connection.execute(query.order_by(table.revision.desc()).limit(1)).scalar()


def standing_list(connection: Connection, vacancy_id: str) -> Mapping[str, Any] | None:
    """The list that stands: the last one, or the reviewed one behind advice."""
    last = proposal(connection, vacancy_id)
    if last is None or last.status not in ("OPEN", "REVIEWED"):
        return None
    return document(connection, vacancy_id, last.reviewed_revision or last.revision)
