"""What people decided, and whether it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from consumers.projection.tables import DECISIONS, DECISIONS_REFUSED, POOLS
from consumers.questions.proposals import proposal
from consumers.questions.records import columns_of, records
from consumers.questions.vacancies import vacancy
from schemas.events import DutyStationKey

State = Literal["PUBLISHED", "TAKEN_IN", "COUNTED", "REFUSED"]
"""PUBLISHED: not yet seen in the pool's log. TAKEN_IN: there, and the pool has not looked at it or
its answer was not read yet. The other two are final."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision as the pool's log has it."""

    event_id: str
    event_type: str
    vacancy_id: str
    candidate_id: str | None
    actor_role: str
    revision_seen: int | None
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime
    document: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a decision could not count, and what to do."""

    decision_event_id: str
    decision_type: str
    vacancy_id: str
    revision_seen: int | None
    revision_current: int
    reason: str
    remedy: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class DecisionState:
    """How far a decision has come."""

    event_id: str
    state: State
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is known of the vacancy that is decided on; null where nothing states it yet."""

    vacancy_id: str
    job_group: str
    proposal_id: str | None
    grade: str | None
    post_id: str | None
    duty_station: DutyStationKey | None


def ground_of(connection: Connection, vacancy_id: str) -> Ground | None:
    """None: nobody ever spoke of such a vacancy."""
    opened, proposed = vacancy(connection, vacancy_id), proposal(connection, vacancy_id)
    known = opened or proposed
    if known is None:
        return None
    country, city_code = known.country, known.city_code
    return Ground(
        vacancy_id=vacancy_id,
        job_group=known.job_group,
        proposal_id=proposed.proposal_id if proposed else None,
        grade=known.grade,
        post_id=opened.post_id if opened else None,
        duty_station=(
            DutyStationKey(country=country, city_code=city_code) if country and city_code else None
        ),
    )


def decisions_of(connection: Connection, vacancy_id: str) -> list[Decision]:
    """All that were taken in for a vacancy, the latest first; refused ones too."""
    query = select(*columns_of(DECISIONS, Decision)).where(DECISIONS.c.vacancy_id == vacancy_id)
    query = query.order_by(DECISIONS.c.occurred_at.desc(), DECISIONS.c.event_id)
    return records(connection, query, Decision)


def refusals_of(connection: Connection, vacancy_id: str) -> dict[str, Refusal]:
    """By the id of the decision."""
    query = select(*columns_of(DECISIONS_REFUSED, Refusal)).where(
        DECISIONS_REFUSED.c.vacancy_id == vacancy_id
    )
    refused = records(connection, query, Refusal)
    return {one.decision_event_id: one for one in refused}


def states_of(connection: Connection, vacancy_id: str) -> dict[str, DecisionState]:
    """How far each decision about a vacancy has come, by its id."""
    refused = refusals_of(connection, vacancy_id)
    query = select(DECISIONS.c.event_id, DECISIONS.c.log_offset, POOLS.c.next_offset)
    query = query.outerjoin(POOLS, POOLS.c.log_partition == DECISIONS.c.log_partition)
    states = {
        event_id: DecisionState(event_id=event_id, state=_looked(log_offset, next_offset))
        for event_id, log_offset, next_offset in connection.execute(
            query.where(DECISIONS.c.vacancy_id == vacancy_id)
        )
    }
    return states | {
        event_id: DecisionState(event_id=event_id, state="REFUSED", refusal=refusal)
        for event_id, refusal in refused.items()
    }


def _looked(log_offset: int, next_offset: int | None) -> State:
    # The pool's row tells how far its answers have been read: a refusal would stand here by now.
    return "COUNTED" if (next_offset or 0) > log_offset else "TAKEN_IN"


def refusals_since(connection: Connection, day: date, limit: int) -> list[Refusal]:
    """Of decisions that the pools looked at on this day or later, the latest first."""
    table = DECISIONS_REFUSED.c
    query = select(*columns_of(DECISIONS_REFUSED, Refusal)).where(table.as_of >= day)
    query = query.order_by(table.recorded_at.desc(), table.decision_event_id).limit(limit)
    return records(connection, query, Refusal)


def refused_since(connection: Connection, day: date) -> int:
    query = select(func.count()).select_from(DECISIONS_REFUSED)
    return int(connection.execute(query.where(DECISIONS_REFUSED.c.as_of >= day)).scalar_one())


def decision_document(connection: Connection, event_id: str) -> Mapping[str, Any] | None:
    """The event as JSON values; None: no pool's log is known to have it."""
    query = select(DECISIONS.c.document).where(DECISIONS.c.event_id == event_id)
    return connection.execute(query.order_by(DECISIONS.c.log_partition).limit(1)).scalar()


def decision_state(connection: Connection, event_id: str) -> DecisionState:
    """Of a decision that was published; an id that nobody knows is PUBLISHED for ever."""
    query = select(*columns_of(DECISIONS_REFUSED, Refusal)).where(
        DECISIONS_REFUSED.c.decision_event_id == event_id
    )
    if refused := records(connection, query, Refusal):
        return DecisionState(event_id=event_id, state="REFUSED", refusal=refused[0])
    place = select(DECISIONS.c.log_partition, DECISIONS.c.log_offset)
    taken_in = connection.execute(place.where(DECISIONS.c.event_id == event_id)).first()
    if taken_in is None:
        return DecisionState(event_id=event_id, state="PUBLISHED")
    decided = select(POOLS.c.next_offset).where(POOLS.c.log_partition == taken_in.log_partition)
    next_offset = connection.execute(decided).scalar()
    return DecisionState(event_id=event_id, state=_looked(taken_in.log_offset, next_offset))
