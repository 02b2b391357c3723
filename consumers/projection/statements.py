"""The SQL that writes one generation of the read model, for SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Delete, Dialect, Insert, Table, Update, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from consumers.errors import WrongDatabase
from consumers.projection.generations import content_of
from consumers.projection.tables import GENERATIONS, SOURCE_POSITIONS
from consumers.projection.writing import Writing

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_NEWER = {
    "roster": "version",
    "proposals": "revision",
    "pools": "next_offset",
    "development_needs": "topic_offset",
    "needs_closed": "topic_offset",
    "nominations_withdrawn": "topic_offset",
}
"""The column that decides which of two rows stands; rows of other tables never change."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Each repeats without harm: an older version never replaces a newer one."""

    claim: Update
    """Matches one row as long as `mine` is the writer, and holds its lock until the commit."""
    erase: tuple[Delete, ...]
    content: Mapping[str, Writing]
    """By the name of the table."""
    positions: Insert


def statements(dialect: Dialect, generation: int) -> Statements:
    """Raises WrongDatabase for a dialect that the read model was not tried on."""
    kind = dialect.name
    if kind not in _INSERT:
        raise WrongDatabase(f"The read model is kept in SQLite or PostgreSQL, not in {kind}.")
    tables = content_of(generation)
    return Statements(
        claim=update(GENERATIONS)
        .where(GENERATIONS.c.generation == generation, GENERATIONS.c.writer == bindparam("mine"))
        .values(transactions=GENERATIONS.c.transactions + 1),
        erase=tuple(map(_erase, (tables["roster"], tables["membership_versions"]))),
        content={
            name: Writing(_insert(kind, name, table), table, dialect)
            for name, table in tables.items()
        },
        positions=_upsert(kind, SOURCE_POSITIONS, newer="next_offset"),
    )


def _insert(kind: str, name: str, table: Table) -> Insert:
    return _upsert(kind, table, _NEWER[name]) if name in _NEWER else _add(kind, table)


def _erase(table: Table) -> Delete:
    return delete(table).where(
        table.c.candidate_id == bindparam("b_candidate_id"),
        table.c.job_group == bindparam("b_job_group"),
        table.c.grade == bindparam("b_grade"),
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
