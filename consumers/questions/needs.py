"""Development needs of people: what an assessment showed below the level expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, select, tuple_

from consumers.projection.tables import DEVELOPMENT_NEEDS, NEEDS_CLOSED
from consumers.questions.paging import Page, key_of, page
from consumers.questions.records import records


@dataclass(frozen=True, kw_only=True)
class Need:
    """One competency of one assessment; `closure` is null while the need is open."""

    need_id: str
    candidate_id: str
    assessment_id: str
    job_group: str
    grade: str
    competency: str
    level_expected: int
    level_shown: int
    theme: str | None
    behaviours: Sequence[str]
    as_of: date
    recorded_at: datetime
    closure: str | None
    closed_as_of: date | None


@dataclass(frozen=True, kw_only=True)
class WantedNeeds:
    """Which needs; nothing given: all that are open."""

    candidate_id: str | None = None
    job_groups: Sequence[str] = ()
    competency: str | None = None
    open_only: bool = True


def needs(
    connection: Connection, wanted: WantedNeeds, limit: int, cursor: str | None = None
) -> Page[Need]:
    """By person. Raises NoCursor."""
    need, closed = DEVELOPMENT_NEEDS.c, NEEDS_CLOSED.c
    stated = [name for name in Need.__dataclass_fields__ if name not in ("closure", "closed_as_of")]
    key = (need.candidate_id, need.need_id)
    over = and_(
        closed.candidate_id == need.candidate_id,
        closed.need_id == need.need_id,
        closed.topic_offset > need.topic_offset,
    )
    query = (
        select(
            *(need[name] for name in stated),
            closed.closure,
            closed.as_of.label("closed_as_of"),
        )
        .select_from(DEVELOPMENT_NEEDS.outerjoin(NEEDS_CLOSED, over))
        .order_by(*key)
        .limit(limit + 1)
    )
    if wanted.candidate_id is not None:
        query = query.where(need.candidate_id == wanted.candidate_id)
    if wanted.job_groups:
        query = query.where(need.job_group.in_(wanted.job_groups))
    if wanted.competency is not None:
        query = query.where(need.competency == wanted.competency)
    if wanted.open_only:
        query = query.where(closed.need_id.is_(None))
    if cursor is not None:
        query = query.where(tuple_(*key) > tuple_(*key_of(cursor, 2)))
    return page(
        records(connection, query, Need), limit, lambda one: (one.candidate_id, one.need_id)
    )
