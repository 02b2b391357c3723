"""The SQL that writes the read model, in the dialects of SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Delete, Insert, Table, Update, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from consumers.errors import WrongDatabase
from consumers.projection.tables import (
    PROJECTION,
    PROPOSAL_ENTRIES,
    PROPOSAL_REVISIONS,
    PROPOSALS,
    REJECTED,
    ROSTER,
    SOURCE_POSITIONS,
)

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True, slots=True)
class Statements:
    """Each repeats without harm: an older version never replaces a newer one."""

    claim: Update
    """Matches one row as long as `mine` is the writer, and holds its lock until the commit."""
    roster: Insert
    erase: Delete
    proposals: Insert
    revisions: Insert
    entries: Insert
    rejected: Insert
    positions: Insert


def statements(dialect: str) -> Statements:
    """Raises WrongDatabase for a dialect that the read model was not tried on."""
    if dialect not in _INSERT:
        raise WrongDatabase(f"The read model is kept in SQLite or PostgreSQL, not in {dialect}.")
    return Statements(
        claim=update(PROJECTION)
        .where(PROJECTION.c.writer == bindparam("mine"))
        .values(transactions=PROJECTION.c.transactions + 1),
        roster=_upsert(dialect, ROSTER, newer="version"),
        erase=delete(ROSTER).where(
            ROSTER.c.candidate_id == bindparam("b_candidate_id"),
            ROSTER.c.job_group == bindparam("b_job_group"),
            ROSTER.c.grade == bindparam("b_grade"),
        ),
        proposals=_upsert(dialect, PROPOSALS, newer="revision"),
        revisions=_add(dialect, PROPOSAL_REVISIONS),
        entries=_add(dialect, PROPOSAL_ENTRIES),
        rejected=_add(dialect, REJECTED),
        positions=_upsert(dialect, SOURCE_POSITIONS, newer="next_offset"),
    )


def _upsert(dialect: str, table: Table, newer: str) -> Insert:
    statement = _INSERT[dialect](table)
    given = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=_key(table),
        set_={column.name: given[column.name] for column in table.c if not column.primary_key},
        where=given[newer] > table.c[newer],
    )


def _add(dialect: str, table: Table) -> Insert:
    """A revision or a dead letter never changes: whatever stands there is the same."""
    return _INSERT[dialect](table).on_conflict_do_nothing(index_elements=_key(table))


def _key(table: Table) -> Sequence[str]:
    return [column.name for column in table.primary_key.columns]
