"""Slates: each revision in brief, and the one that was signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, select

from consumers.projection.tables import SLATE_SETTLEMENTS
from consumers.questions.records import columns_of, records
from consumers.questions.views import SLATES

SlateStatus = Literal["PROPOSED", "SETTLED"]


@dataclass(frozen=True, kw_only=True)
class Slate:
    """One revision of a slate: a recommendation, until people sign it."""

    cycle_id: str
    slate_id: str
    run: int
    revision: int
    status: SlateStatus
    method: str
    as_of: date
    placed: int
    unplaced: int
    unfilled: int
    blocking: int
    joint_options: int
    rule_set_id: str
    rule_set_version: int
    policy_id: str
    policy_version: int
    decision_version: int
    recommendation: str
    causation_id: str | None
    """What people asked for or changed."""
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The slate that was signed, and what followed."""

    cycle_id: str
    run: int
    revision: int
    effective_from: date
    placed: int
    unplaced: int
    returned: Sequence[str]
    """The vacancies that are open again."""
    returned_count: int
    actor_role: str
    recorded_at: datetime


def slates_of(connection: Connection, cycle_id: str) -> list[Slate]:
    """Every revision of every run, the last first."""
    query = select(*columns_of(SLATES, Slate)).where(SLATES.c.cycle_id == cycle_id)
    return records(connection, query.order_by(SLATES.c.run.desc(), SLATES.c.revision.desc()), Slate)


def slate(
    connection: Connection, cycle_id: str, run: int | None = None, revision: int | None = None
) -> Slate | None:
    """By default the last run, and of a run the last revision."""
    query = select(*columns_of(SLATES, Slate)).where(SLATES.c.cycle_id == cycle_id)
    if run is not None:
        query = query.where(SLATES.c.run == run)
    if revision is not None:
        query = query.where(SLATES.c.revision == revision)
    query = query.order_by(SLATES.c.run.desc(), SLATES.c.revision.desc()).limit(1)
    found = records(connection, query, Slate)
    return found[0] if found else None


def last_slates(connection: Connection) -> dict[str, Slate]:
    """By cycle."""
    query = select(*columns_of(SLATES, Slate)).order_by(SLATES.c.run, SLATES.c.revision)
    return {one.cycle_id: one for one in records(connection, query, Slate)}


def settlement_of(connection: Connection, cycle_id: str) -> Settlement | None:
    """None: nobody has signed a slate of this cycle."""
    table = SLATE_SETTLEMENTS.c
    query = select(*columns_of(SLATE_SETTLEMENTS, Settlement)).where(table.cycle_id == cycle_id)
    found = records(connection, query.order_by(table.run.desc()).limit(1), Settlement)
    return found[0] if found else None
