"""What SQLite and PostgreSQL do alike, and SQLAlchemy names apart."""

from sqlalchemy import Engine, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from consumers.errors import WrongDatabase

Insert = sqlite.Insert | postgresql.Insert
"""One that can say what happens where the row is there already."""


def insert_into(engine: Engine, table: Table) -> Insert:
    return sqlite.insert(table) if engine.dialect.name == "sqlite" else postgresql.insert(table)


def create_tables(engine: Engine, metadata: MetaData) -> None:
    """Makes what is missing; raises WrongDatabase for any other kind of database."""
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise WrongDatabase(
            f"These tables are kept in SQLite or PostgreSQL, not in {engine.dialect.name}."
        )
    try:
        metadata.create_all(engine)
    except (IntegrityError, OperationalError, ProgrammingError):
        # Another process made them between our look and our attempt.
        metadata.create_all(engine)
