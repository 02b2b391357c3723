"""Rotation exercises: when each takes place, how far it has come, and what did not fit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from consumers.projection.tables import CYCLE_EVENTS, EXERCISE_ACTS, EXERCISE_REMARKS
from consumers.questions.latest import latest_first
from consumers.questions.paging import Page
from consumers.questions.records import columns_of
from consumers.questions.slates import Slate, last_slates

ExerciseStatus = Literal["WAITING", "PROPOSED", "SETTLED"]
"""WAITING: there is no slate yet. PROPOSED: people have not signed the last one."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One cycle; what was not announced is null."""

    cycle_id: str
    job_groups: Sequence[str] | None
    catalogue_published: date | None
    window_open: date | None
    window_close: date | None
    """The last day of the window."""
    effective_from: date | None
    """From when its placements take effect."""
    run: int | None
    """Of the last slate."""
    revision: int | None
    status: ExerciseStatus
    remarks: int


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """When an exercise takes place, as last announced."""

    job_groups: Sequence[str]
    catalogue_published: date
    window_open: date
    window_close: date
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something stated about an exercise that does not fit; `causation_id`: the event that does."""

    event_id: str
    cycle_id: str
    remark: str
    refused: bool
    detail: str
    remedy: str
    causation_id: str | None
    recorded_at: datetime


def exercises(connection: Connection) -> list[Exercise]:
    """Every cycle that was announced or spoken of, the latest window first."""
    cycles, slates = _cycles(connection), last_slates(connection)
    remarks, asked = _remarks_by_cycle(connection), _cycles_acted_on(connection)
    found = [
        _exercise(cycle_id, cycles.get(cycle_id), slates.get(cycle_id), remarks[cycle_id])
        for cycle_id in sorted({*cycles, *slates, *remarks, *asked})
    ]
    return sorted(found, key=lambda one: one.window_open or date.min, reverse=True)


def exercise(connection: Connection, cycle_id: str) -> Exercise | None:
    """None: nobody ever spoke of such a cycle."""
    # Exercises are a handful a year: one is found among all as fast as by itself.
    return next((one for one in exercises(connection) if one.cycle_id == cycle_id), None)


def remarks_of(
    connection: Connection, cycle_id: str, limit: int, cursor: str | None = None
) -> Page[Remark]:
    """The latest first. Raises NoCursor."""
    table = EXERCISE_REMARKS.c
    query = select(*columns_of(EXERCISE_REMARKS, Remark)).where(table.cycle_id == cycle_id)
    key = (table.recorded_at, table.event_id)
    return latest_first(connection, query, key, Remark, limit, cursor)


def _cycles(connection: Connection) -> dict[str, Cycle]:
    """Of two announcements the later counts, whichever was learnt first."""
    table = CYCLE_EVENTS.c
    query = select(table.cycle_id, *columns_of(CYCLE_EVENTS, Cycle))
    query = query.order_by(table.occurred_at, table.recorded_at, table.event_id)
    return {
        row.cycle_id: Cycle(**{name: row._mapping[name] for name in Cycle.__dataclass_fields__})
        for row in connection.execute(query)
    }


def _remarks_by_cycle(connection: Connection) -> defaultdict[str, int]:
    table = EXERCISE_REMARKS.c
    query = select(table.cycle_id, func.count()).group_by(table.cycle_id)
    counts: defaultdict[str, int] = defaultdict(int)
    for cycle_id, count in connection.execute(query):
        counts[cycle_id] = count
    return counts


def _cycles_acted_on(connection: Connection) -> set[str]:
    return set(connection.execute(select(EXERCISE_ACTS.c.cycle_id).distinct()).scalars())


def _exercise(cycle_id: str, cycle: Cycle | None, last: Slate | None, remarks: int) -> Exercise:
    return Exercise(
        cycle_id=cycle_id,
        job_groups=cycle.job_groups if cycle else None,
        catalogue_published=cycle.catalogue_published if cycle else None,
        window_open=cycle.window_open if cycle else None,
        window_close=cycle.window_close if cycle else None,
        effective_from=cycle.effective_from if cycle else None,
        run=last.run if last else None,
        revision=last.revision if last else None,
        status=last.status if last else "WAITING",
        remarks=remarks,
    )
