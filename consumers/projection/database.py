"""The engine behind the read model, and the settings that SQLite needs."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

from consumers.errors import WrongDatabase

BUSY_TIMEOUT_MS = 10_000


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///file.db` or `postgresql+psycopg://...`; connects at first use.

    Raises WrongDatabase where the database's driver is not installed.
    """
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise WrongDatabase(f"{url} needs the Python package {error.name}: install it.") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # Python's own driver begins transactions late and not around DDL: we say BEGIN ourselves.
    connection.isolation_level = None
    # First of all: switching the journal itself waits for nobody otherwise.
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    # Readers go on while the projection writes.
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may take the last transactions back, rows together with their positions: what
    # is missing is read from Kafka again. FULL would pay an fsync per batch for nothing.
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_immediately(connection: Any) -> None:
    # Taking the write lock at the start, not at the first write: a lock that is upgraded fails at
    # once where another writer came between, and does not wait for it.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
