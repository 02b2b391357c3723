"""Brings a database to the layout of this program, whatever stands in it."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from consumers.errors import WrongDatabase
from consumers.projection.generations import add_generation, current_generation
from consumers.projection.tables import CONTROL, MODEL_VERSION
from consumers.projection.views import install_views, point_views

REBUILD = (
    "Run `pathways project --rebuild`: it makes the tables again from the logs, beside those that "
    "are read, and then switches over."
)
_ALL_IN_TURN = 7_236_001
"""Any number, as long as nothing else in the database takes the same advisory lock."""
_FIRST_MIGRATED = 2
"""The oldest layout that migrations know; databases of that release do not name it themselves."""


def install(engine: Engine, prefix: str) -> None:
    """Creates or migrates the tables, and the views over the generation that is read.

    Raises WrongDatabase where the layout is newer than this program, or older than migrations go.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two that start at once would create the same tables; on SQLite BEGIN is enough.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ALL_IN_TURN})"))
        _bring_up(connection)
        current = current_generation(connection)
        if current is None:
            point_views(connection, add_generation(connection, prefix, "CURRENT"))
        if current is None or current.model_version == MODEL_VERSION:
            install_views(connection)


def _bring_up(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if "projection" not in tables:
            CONTROL.create_all(connection)
            command.stamp(_over(connection), "head")
            return
        command.stamp(_over(connection), str(_unversioned(connection)))
    config = _over(connection)
    script = ScriptDirectory.from_config(config)
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision == script.get_current_head():
        return
    if revision not in {known.revision for known in script.walk_revisions()}:
        raise WrongDatabase(
            f"The database has layout {revision}, this program knows up to "
            f"{script.get_current_head()}: a newer release made it. Run that release, or give "
            "another database."
        )
    command.upgrade(config, "head")


def _unversioned(connection: Connection) -> int:
    """The layout of a database from before layouts had a record of their own."""
    version: int = connection.execute(text("SELECT model_version FROM projection")).scalar_one()
    if version != _FIRST_MIGRATED:
        raise WrongDatabase(
            f"The database holds version {version} of the read model; migrations begin with "
            f"version {_FIRST_MIGRATED}. Give another database: it is filled from the logs."
        )
    return version


def migrations() -> Config:
    """Where Alembic finds them."""
    config = Config()
    config.set_main_option("script_location", "consumers.projection:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _over(connection: Connection) -> Config:
    config = migrations()
    config.attributes["connection"] = connection
    return config
