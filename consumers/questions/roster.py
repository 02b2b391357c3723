"""Memberships as they are now, filtered and paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from consumers.projection.tables import ROSTER
from consumers.questions.paging import Page, key_of, page
from consumers.questions.records import columns_of, records

ENDED = ("EXPIRED", "REMOVED", "WITHDRAWN")


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One row of the roster; `bases` as in `ASSESSED,AUTO_INCUMBENT`."""

    candidate_id: str
    job_group: str
    grade: str
    status: str
    rating: str | None
    bases: str
    valid_from: date | None
    valid_until: date | None
    reason: str
    version: int
    as_of: date


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which memberships; nothing given: all that have not ended."""

    job_groups: Sequence[str] = ()
    grades: Sequence[str] = ()
    statuses: Sequence[str] = ()
    """Nothing: every one that has not ended."""
    ratings: Sequence[str] = ()
    """`NOT_ASSESSED` stands for none."""
    ends_by: date | None = None
    """Only those whose last day is not after it."""
    candidate_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What there is to filter by, of all memberships that are known."""

    job_groups: Sequence[str]
    grades: Sequence[str]
    statuses: Sequence[str]
    ratings: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ProfileCount:
    """How many memberships a profile has in a status."""

    job_group: str
    grade: str
    status: str
    people: int


def memberships(
    connection: Connection, wanted: Wanted, limit: int, cursor: str | None = None
) -> Page[Membership]:
    """By candidate, job group and grade. Raises NoCursor."""
    key = (ROSTER.c.candidate_id, ROSTER.c.job_group, ROSTER.c.grade)
    query = (
        _filtered(select(*columns_of(ROSTER, Membership)), wanted).order_by(*key).limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(*key) > tuple_(*key_of(cursor, 3)))
    rows = records(connection, query, Membership)
    return page(rows, limit, lambda one: (one.candidate_id, one.job_group, one.grade))


def count_of(connection: Connection, wanted: Wanted) -> int:
    query = _filtered(select(func.count()).select_from(ROSTER), wanted)
    return int(connection.execute(query).scalar_one())


def counts_by_profile(connection: Connection) -> list[ProfileCount]:
    """Of memberships that have not ended."""
    key = (ROSTER.c.job_group, ROSTER.c.grade, ROSTER.c.status)
    query = select(*key, func.count().label("people")).group_by(*key).order_by(*key)
    query = query.where(ROSTER.c.status.not_in(ENDED))
    return records(connection, query, ProfileCount)


def choices(connection: Connection) -> Choices:
    """In alphabetical order; `NOT_ASSESSED` stands for no rating."""
    key = (ROSTER.c.job_group, ROSTER.c.grade, ROSTER.c.status)
    profiles = connection.execute(select(*key).distinct()).all()
    rating = func.coalesce(ROSTER.c.rating, "NOT_ASSESSED")
    return Choices(
        job_groups=sorted({row.job_group for row in profiles}),
        grades=sorted({row.grade for row in profiles}),
        statuses=sorted({row.status for row in profiles}),
        ratings=sorted(connection.execute(select(rating).distinct()).scalars()),
    )


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    column = ROSTER.c
    if wanted.candidate_id:
        query = query.where(column.candidate_id == wanted.candidate_id)
    if wanted.job_groups:
        query = query.where(column.job_group.in_(wanted.job_groups))
    if wanted.grades:
        query = query.where(column.grade.in_(wanted.grades))
    if wanted.ratings:
        query = query.where(func.coalesce(column.rating, "NOT_ASSESSED").in_(wanted.ratings))
    if wanted.ends_by:
        query = query.where(column.valid_until <= wanted.ends_by)
    if wanted.statuses:
        return query.where(column.status.in_(wanted.statuses))
    return query.where(column.status.not_in(ENDED))
