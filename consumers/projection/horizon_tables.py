"""Forecasts of the pools: openings ahead, and the bench beside them, month by month."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, String, Table

from consumers.projection.columns import number, origin, position, published
from consumers.projection.metadata import METADATA


def _of_forecast() -> tuple[Column[Any], ...]:
    return (
        Column("job_group", String, primary_key=True),
        Column("made_in", Date, primary_key=True),
    )


HORIZON_PARTS = Table(
    "horizon_parts",
    METADATA,
    *_of_forecast(),
    number("part"),
    Column("parts", Integer, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("rule_set_id", String, nullable=False),
    Column("rule_set_version", Integer, nullable=False),
    Column("decision_version", Integer, nullable=False),
    *position(),
    *origin(),
    *published(),
)
"""Forecasts in their parts, whole when all are there; `made_in` is the first day of the month in
which it was made, `openings` how many this part tells."""

HORIZON_OPENINGS = Table(
    "horizon_openings",
    METADATA,
    *_of_forecast(),
    Column("vacancy_id", String, primary_key=True),
    Column("post_id", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("country", String, nullable=False),
    Column("city_code", String, nullable=False),
    Column("hardship_class", String),
    Column("reason", String, nullable=False),
    Column("expected_on", Date, nullable=False),
    Column("eligible", Integer, nullable=False),
    Column("cannot_confirm", Integer, nullable=False),
    Column("expiring", Integer, nullable=False),
    Index("horizon_openings_by_post", "post_id"),
    sqlite_with_rowid=False,
)
"""Posts that may fall vacant, and how many people could take each then."""

HORIZON_STRENGTH = Table(
    "horizon_strength",
    METADATA,
    *_of_forecast(),
    Column("month", Date, primary_key=True),
    Column("grade", String, primary_key=True),
    Column("dimension", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("members", Integer, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("gap", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Members who would be there in a month beside the openings expected in it; `dimension` is ALL,
LANGUAGE or HARDSHIP. A small number of the last two can tell of a person."""
