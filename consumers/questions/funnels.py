"""How far the people of an edition came, as last told: counts, and nothing of causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, Table, select

from consumers.projection.tables import COHORT_FUNNELS, FUNNEL_OUTCOMES, FUNNEL_STEPS
from consumers.questions.records import columns_of

T = TypeVar("T")

SHOWN_FROM = 5
"""A policy may show smaller groups on its topic; here such a funnel is not shown at all."""


@dataclass(frozen=True, kw_only=True)
class FunnelStep:
    """How many came so far, and how long it took from the step before; null: too few to show."""

    step: str
    people: int | None
    median_days: int | None


@dataclass(frozen=True, kw_only=True)
class FunnelOutcome:
    """Into which profile people came."""

    step: str
    job_group: str
    grade: str
    rating: str | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class FunnelGroup:
    """One group of a cohort, to compare with the others."""

    cohort: str
    steps: Sequence[FunnelStep]
    outcomes: Sequence[FunnelOutcome]


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Of one edition."""

    edition_id: str
    as_of: date
    note: str
    groups: Sequence[FunnelGroup]


def funnel(connection: Connection, edition_id: str) -> Funnel | None:
    """The last told; None too where it shows groups under 5, for hiding one would not hide it."""
    table = COHORT_FUNNELS.c
    query = select(table.as_of, table.note).where(table.edition_id == edition_id)
    last = connection.execute(query.order_by(table.as_of.desc()).limit(1)).first()
    if last is None:
        return None
    steps = _cells(connection, FUNNEL_STEPS, FunnelStep, edition_id, last.as_of)
    outcomes = _cells(connection, FUNNEL_OUTCOMES, FunnelOutcome, edition_id, last.as_of)
    shown = [cell.people for group in steps.values() for cell in group]
    shown += [cell.people for group in outcomes.values() for cell in group]
    if any(people and people < SHOWN_FROM for people in shown):
        return None
    groups = [
        FunnelGroup(cohort=cohort, steps=steps[cohort], outcomes=outcomes.get(cohort, ()))
        for cohort in steps
    ]
    return Funnel(edition_id=edition_id, as_of=last.as_of, note=last.note, groups=groups)


def seats_used(connection: Connection) -> Mapping[str, int]:
    """By edition, as its last funnel told."""
    table = COHORT_FUNNELS.c
    query = select(table.edition_id, table.seats_used).order_by(table.as_of)
    return {row.edition_id: row.seats_used for row in connection.execute(query)}


def _cells(
    connection: Connection, table: Table, record: type[T], edition_id: str, as_of: date
) -> dict[str, list[T]]:
    """By group, in the order in which they were told."""
    columns = columns_of(table, record)
    query = select(table.c.cohort, *columns).where(
        table.c.edition_id == edition_id, table.c.as_of == as_of
    )
    told: dict[str, list[T]] = {}
    for cohort, *values in connection.execute(query.order_by(table.c.cohort, table.c.number)):
        named = {column.name: value for column, value in zip(columns, values, strict=True)}
        told.setdefault(cohort, []).append(record(**named))
    return told
