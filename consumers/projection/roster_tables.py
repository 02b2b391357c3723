"""Memberships: as they are now, and every version that was told."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text

from consumers.projection.columns import number, origin, position
from consumers.projection.metadata import METADATA


def _membership() -> tuple[Column[Any], ...]:
    return (
        Column("status", String, nullable=False),
        Column("rating", String),
        Column("bases", String, nullable=False),
        Column("valid_from", Date),
        Column("valid_until", Date),
        Column("reason", Text, nullable=False),
        *position(),
        *origin(),
    )


def _key() -> tuple[Column[Any], ...]:
    return (
        Column("candidate_id", String, primary_key=True),
        Column("job_group", String, primary_key=True),
        Column("grade", String, primary_key=True),
    )


ROSTER = Table(
    "roster",
    METADATA,
    *_key(),
    Column("version", Integer, nullable=False),
    *_membership(),
    Index("roster_by_profile", "job_group", "grade", "status"),
    # All that coverage asks for: counted from the index alone, in its own order.
    Index("roster_bench", "job_group", "grade", "rating", "valid_until", "status"),
)
"""Memberships as last told; `bases` are joined by commas."""

MEMBERSHIP_VERSIONS = Table(
    "membership_versions",
    METADATA,
    *_key(),
    number("version"),
    *_membership(),
    sqlite_with_rowid=False,
)
"""Every version that the log still has; a version never changes."""
