"""Who would go where in a revision of a slate, who nowhere, and what people should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, select, tuple_

from consumers.projection.tables import (
    SLATE_BLOCKING,
    SLATE_JOINT_OPTIONS,
    SLATE_PLACEMENTS,
    SLATE_UNFILLED,
    SLATE_UNPLACED,
)
from consumers.questions.paging import Page, key_of, page
from consumers.questions.records import columns_of, records
from consumers.questions.slates import Slate

T = TypeVar("T")

_KEYS = {
    SLATE_PLACEMENTS.name: ("post_id",),
    SLATE_UNPLACED.name: ("candidate_id",),
    SLATE_UNFILLED.name: ("post_id",),
    SLATE_BLOCKING.name: ("candidate_id", "post_id"),
    SLATE_JOINT_OPTIONS.name: ("candidate_id", "post_id", "partner_id", "partner_post_id"),
}
"""What tells the rows of a revision apart, and their order."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A person placed in a post."""

    post_id: str
    candidate_id: str
    job_group: str
    grade: str
    candidate_rank: int | None
    hirer_rank: int
    hirer_rank_source: str
    consideration_tier: str
    total: int
    locked: bool
    adjusted: bool
    leaves_post_id: str | None
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """Somebody who takes part and gets no post."""

    candidate_id: str
    must_move: bool
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Unfilled:
    """A post that nobody gets."""

    post_id: str
    job_group: str
    grade: str
    vacancy_id: str | None
    explanation: str | None
    """Null where whoever asks may not read why people are not placed."""


@dataclass(frozen=True, kw_only=True)
class Blocking:
    """A pair that would both rather have each other."""

    candidate_id: str
    post_id: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class JointOption:
    """Two posts that a couple could take together."""

    candidate_id: str
    post_id: str
    partner_id: str
    partner_post_id: str
    explanation: str


def placements(
    connection: Connection,
    slate: Slate,
    limit: int,
    cursor: str | None = None,
    job_groups: Sequence[str] = (),
    candidate_id: str | None = None,
) -> Page[Placement]:
    """By post. Raises NoCursor."""
    query = select(*columns_of(SLATE_PLACEMENTS, Placement))
    if job_groups:
        query = query.where(SLATE_PLACEMENTS.c.job_group.in_(job_groups))
    if candidate_id is not None:
        query = query.where(SLATE_PLACEMENTS.c.candidate_id == candidate_id)
    return _page(connection, SLATE_PLACEMENTS, query, Placement, slate, limit, cursor)


def unplaced(
    connection: Connection, slate: Slate, limit: int, cursor: str | None = None
) -> Page[Unplaced]:
    """By person. Raises NoCursor."""
    return _all(connection, SLATE_UNPLACED, Unplaced, slate, limit, cursor)


def unfilled(
    connection: Connection, slate: Slate, limit: int, cursor: str | None = None
) -> Page[Unfilled]:
    """By post. Raises NoCursor."""
    return _all(connection, SLATE_UNFILLED, Unfilled, slate, limit, cursor)


def blocking(
    connection: Connection, slate: Slate, limit: int, cursor: str | None = None
) -> Page[Blocking]:
    """By person and post. Raises NoCursor."""
    return _all(connection, SLATE_BLOCKING, Blocking, slate, limit, cursor)


def joint_options(
    connection: Connection, slate: Slate, limit: int, cursor: str | None = None
) -> Page[JointOption]:
    """By person and post, then by partner. Raises NoCursor."""
    return _all(connection, SLATE_JOINT_OPTIONS, JointOption, slate, limit, cursor)


def _all(
    connection: Connection,
    table: Table,
    record: type[T],
    slate: Slate,
    limit: int,
    cursor: str | None,
) -> Page[T]:
    query = select(*columns_of(table, record))
    return _page(connection, table, query, record, slate, limit, cursor)


def _page(
    connection: Connection,
    table: Table,
    query: Select[Any],
    record: type[T],
    slate: Slate,
    limit: int,
    cursor: str | None,
) -> Page[T]:
    names, column = _KEYS[table.name], table.c
    key = [column[name] for name in names]
    query = query.where(
        column.cycle_id == slate.cycle_id,
        column.run == slate.run,
        column.revision == slate.revision,
    )
    if cursor is not None:
        query = query.where(tuple_(*key) > tuple_(*key_of(cursor, len(key))))
    rows = records(connection, query.order_by(*key).limit(limit + 1), record)
    return page(rows, limit, lambda one: [getattr(one, name) for name in names])
