"""The views that readers name: one for each table of the content, and the public ones on those."""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files

from sqlalchemy import Connection, delete, insert, inspect, select, text

from consumers.projection.generations import content_of
from consumers.projection.tables import CONTENT, INSTALLED_VIEWS

PUBLIC_VIEWS = (
    "roster_current",
    "membership_history",
    "proposal_entries",
    "vacancies",
    "decisions_counted",
    "decision_overrides",
    "time_to_fill",
    "adverse_impact",
    "coverage",
    "slates",
    "slate_current",
    "bench_forecast",
    "nominations",
    "open_development_needs",
    "leadership_funnel",
)
"""Each stands in a file of its name; whichever builds on another one comes after it."""

_DIALECTS = {
    "sqlite": {
        "EXACT": r"\1",
        "DAY": r"date(\1)",
        "MONTH": r"strftime('%Y-%m', \1)",
        "DAYS": r"CAST(julianday(\2) - julianday(\1) AS INTEGER)",
    },
    "postgresql": {
        "EXACT": r'\1 COLLATE "C"',
        "DAY": r"CAST(\1 AT TIME ZONE 'UTC' AS date)",
        "MONTH": r"to_char(\1, 'YYYY-MM')",
        "DAYS": r"(\2 - \1)",
    },
}
_CALLS = {
    "EXACT": r"\bEXACT\(([^()]+)\)",
    "DAY": r"\bDAY\(([^()]+)\)",
    "MONTH": r"\bMONTH\(([^()]+)\)",
    "DAYS": r"\bDAYS\(([^(),]+), ([^(),]+)\)",
}


def point_views(connection: Connection, generation: int) -> None:
    """Lets every view over the content read this generation, when the transaction ends.

    Where a view stands already, it keeps its columns: whoever was granted it keeps it.
    """
    for name, table in content_of(generation).items():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        _create(connection, name, f"SELECT {columns} FROM {table.name}")


def install_views(connection: Connection) -> None:
    """The public views as this program has them, unless they are there already."""
    if connection.execute(select(INSTALLED_VIEWS.c.sha256)).scalar() == _fingerprint():
        return
    drop_views(connection, *reversed(PUBLIC_VIEWS))
    for name in PUBLIC_VIEWS:
        _create(connection, name, _spelt(_definition(name), connection.dialect.name))
    connection.execute(delete(INSTALLED_VIEWS))
    connection.execute(insert(INSTALLED_VIEWS).values(sha256=_fingerprint()))


def drop_all_views(connection: Connection) -> None:
    """The public ones and those over the content, whichever are there."""
    names = (*reversed(PUBLIC_VIEWS), *(table.name for table in CONTENT))
    drop_views(connection, *names)
    connection.execute(delete(INSTALLED_VIEWS))


def drop_views(connection: Connection, *names: str) -> None:
    there = set(inspect(connection).get_view_names())
    for name in names:
        if name in there:
            connection.execute(text(f"DROP VIEW {name}"))


def _create(connection: Connection, name: str, query: str) -> None:
    if connection.dialect.name == "sqlite":
        # Inside a transaction nobody else sees that it was gone.
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
    else:
        # A new one would lose the grants, and the old one may be part of somebody's own view.
        connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {name} AS {query}")


def _definition(name: str) -> str:
    return (files("consumers.projection") / "public_views" / f"{name}.sql").read_text("utf-8")


def _spelt(query: str, dialect: str) -> str:
    """The query with what dialects spell in their own way.

    DAY(moment) in UTC, MONTH(date), DAYS(from, to), and EXACT(text) to sort it by its characters.
    """
    for call, spelling in _DIALECTS[dialect].items():
        query = re.sub(_CALLS[call], spelling, query)
    return query


@cache
def _fingerprint() -> str:
    told = "".join(f"{name}\n{_definition(name)}" for name in PUBLIC_VIEWS)
    return sha256((told + repr(_DIALECTS)).encode()).hexdigest()
