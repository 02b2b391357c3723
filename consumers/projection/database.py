"""The engine behind the read model, and the settings that SQLite needs."""

import base64
import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event

from consumers.errors import WrongDatabase
from schemas.events import Event

BUSY_TIMEOUT_MS = 10_000
SAME_FILE_S = 2
CONNECT_S = 5


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///file.db` or `postgresql+psycopg://...`; connects at first use.

    Raises WrongDatabase where the database's driver is not installed.
    """
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def open_for_reading(url: str) -> Engine:
    """The same for whoever only asks: it takes no lock that a writer would wait for.

    Raises WrongDatabase where the database's driver is not installed.
    """
    engine = _engine(url, **_of_a_file() if url.startswith("sqlite") else _of_a_server())
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite_reader)
        event.listen(engine, "begin", _begin)
        return engine
    return engine.execution_options(postgresql_readonly=True)


def _of_a_file() -> dict[str, Any]:
    """One that was deleted and made anew is another, though an open connection does not tell."""
    return {"pool_recycle": SAME_FILE_S}


def _of_a_server() -> dict[str, Any]:
    """One that was started again has closed every connection; one that is gone may not answer."""
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": CONNECT_S}}


def _engine(url: str, **options: Any) -> Engine:
    try:
        return create_engine(url, json_serializer=_as_json, **options)
    except ModuleNotFoundError as error:
        raise WrongDatabase(f"{url} needs the Python package {error.name}: install it.") from error


def _as_json(value: object) -> str:
    """As `schemas.text.to_json` has it, but by the C encoder: a revision has hundreds of parts."""
    if isinstance(value, Event):
        value = {"type": type(value).__name__} | vars(value)
    return _encode(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return vars(value)


_encode = json.JSONEncoder(default=_plain, separators=(",", ":"), ensure_ascii=False).encode


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


def _prepare_sqlite_reader(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA query_only = ON")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
