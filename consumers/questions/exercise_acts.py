"""What people asked for and decided in an exercise, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from consumers.projection.tables import EXERCISE_ACTS, EXERCISE_REMARKS, SLATE_SETTLEMENTS
from consumers.questions.exercises import Remark
from consumers.questions.latest import latest_first
from consumers.questions.paging import Page
from consumers.questions.records import columns_of, records
from consumers.questions.views import SLATES

State = Literal["PUBLISHED", "TAKEN_IN", "ANSWERED", "REFUSED"]
"""PUBLISHED: not yet seen in the exercise's log. TAKEN_IN: there, and nothing came of it yet; so
stays a request that a newer one replaced, or that no pool could answer: the remarks tell.
The other two are final."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """A request for a slate, an adjustment or a sign-off; null where it does not state it."""

    event_id: str
    event_type: str
    cycle_id: str
    run: int | None
    revision_seen: int | None
    method: str | None
    post_id: str | None
    candidate_id: str | None
    locked: bool | None
    actor_role: str
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class ActState:
    """How far an act has come."""

    event_id: str
    state: State
    run: int | None = None
    """Of the slate that answers it."""
    revision: int | None = None
    remark: Remark | None = None
    """What does not fit; the act counts for nothing where it is refused."""


def acts_of(
    connection: Connection, cycle_id: str, limit: int, cursor: str | None = None
) -> Page[Act]:
    """The latest first; refused ones too. Raises NoCursor."""
    table = EXERCISE_ACTS.c
    query = select(*columns_of(EXERCISE_ACTS, Act)).where(table.cycle_id == cycle_id)
    key = (table.recorded_at, table.event_id)
    return latest_first(connection, query, key, Act, limit, cursor)


def act_document(connection: Connection, event_id: str) -> Mapping[str, Any] | None:
    """The event as JSON values; None: the exercise's log is not known to have it."""
    query = select(EXERCISE_ACTS.c.document).where(EXERCISE_ACTS.c.event_id == event_id)
    return connection.execute(query).scalar()


def act_state(connection: Connection, event_id: str) -> ActState:
    """Of an act that was published; an id that nobody knows is PUBLISHED for ever."""
    remark = _remark(connection, event_id)
    if remark is not None and remark.refused:
        return ActState(event_id=event_id, state="REFUSED", remark=remark)
    for table in (SLATE_SETTLEMENTS, SLATES):
        answer = select(table.c.run, table.c.revision).where(table.c.causation_id == event_id)
        if found := connection.execute(answer.limit(1)).first():
            run, revision = found
            return ActState(
                event_id=event_id, state="ANSWERED", run=run, revision=revision, remark=remark
            )
    taken_in = act_document(connection, event_id) is not None
    return ActState(event_id=event_id, state="TAKEN_IN" if taken_in else "PUBLISHED", remark=remark)


def _remark(connection: Connection, event_id: str) -> Remark | None:
    """On the act itself: it may also bring about remarks on other things, such as an old lock."""
    query = select(*columns_of(EXERCISE_REMARKS, Remark))
    query = query.where(EXERCISE_REMARKS.c.causation_id == event_id)
    found = records(connection, query, Remark)
    own = (one for one in found if one.event_id == f"{one.cycle_id}/remark/{event_id}")
    return next(own, None)
