"""What stands on the public topic of proposals, in its order, from the read model."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from consumers.projection.tables import DECISIONS_REFUSED, PROPOSAL_REVISIONS
from consumers.questions.private import without_private

Cursor = Mapping[int, int]
"""By partition of the topic, the next offset to read; partitions that are missing begin at 0."""


@dataclass(frozen=True)
class Published:
    """An event about a proposal, or a refusal, and its place; kept as the text that readers get."""

    partition: int
    offset: int
    vacancy_id: str
    event_type: str
    job_group: str
    grade: str | None
    """Null for a refusal."""
    country: str | None
    city_code: str | None
    """Of the duty station; both null where the event states no list."""
    vacancy_version: int | None
    """How many events about the vacancy were known; null for a refusal."""
    text: str
    """The whole event as JSON."""

    @cached_property
    def public_text(self) -> str:
        """The same without what only some roles may see; made once for all who read it."""
        return json.dumps(without_private(json.loads(self.text)), ensure_ascii=False)


def published_after(connection: Connection, cursor: Cursor, count_max: int) -> list[Published]:
    """In the order of each partition; a part of it where there is more."""
    found = [
        Published(*row)
        for table in (PROPOSAL_REVISIONS, DECISIONS_REFUSED)
        for row in connection.execute(_after(table, cursor).limit(count_max))
    ]
    found.sort(key=lambda one: (one.partition, one.offset))
    return found[:count_max]


def end_of_published(connection: Connection) -> Cursor:
    """The cursor after everything that the read model holds."""
    ends: dict[int, int] = {}
    for table in (PROPOSAL_REVISIONS, DECISIONS_REFUSED):
        columns = table.c.topic_partition, func.max(table.c.topic_offset)
        for partition, last in connection.execute(select(*columns).group_by(columns[0])):
            ends[partition] = max(ends.get(partition, 0), last + 1)
    return ends


def _after(table: Table, cursor: Cursor) -> Select[Any]:
    """By partition first, so that a page that is cut never leaves out what lies before its end."""
    place = table.c.topic_partition, table.c.topic_offset
    query = select(*place, *_told(table)).where(_newer(table, cursor))
    return query.order_by(*place)


def _told(table: Table) -> list[ColumnElement[Any]]:
    """As text, for nobody here looks into it: a list with all its answers is 100 KB."""
    column, text = table.c, cast(table.c.document, Text)
    if table is DECISIONS_REFUSED:
        kind = literal("DecisionRefused")
        return [column.vacancy_id, kind, column.job_group, null(), null(), null(), null(), text]
    vacancy = column.job_group, column.grade, column.country, column.city_code
    return [column.vacancy_id, column.kind, *vacancy, column.vacancy_version, text]


def _newer(table: Table, cursor: Cursor) -> ColumnElement[bool]:
    partition, offset = table.c.topic_partition, table.c.topic_offset
    if not cursor:
        return true()
    known = [and_(partition == one, offset >= at) for one, at in cursor.items()]
    return or_(partition.not_in(list(cursor)), *known)
