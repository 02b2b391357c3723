"""Slates: each revision in its parts, and who would go where in it."""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text

from consumers.projection.columns import number, origin, published
from consumers.projection.metadata import METADATA


def _of_revision() -> tuple[Column[Any], ...]:
    return Column("cycle_id", String, primary_key=True), number("run"), number("revision")


def _key(name: str) -> Column[str]:
    return Column(name, String, primary_key=True)


def _explanation() -> Column[str]:
    return Column("explanation", Text, nullable=False)


def _post() -> tuple[Column[Any], ...]:
    return (
        Column("job_group", String, nullable=False),
        Column("grade", String, nullable=False),
    )


SLATE_PARTS = Table(
    "slate_parts",
    METADATA,
    *_of_revision(),
    number("part"),
    Column("parts", Integer, nullable=False),
    Column("slate_id", String, nullable=False),
    Column("method", String, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("placed", Integer, nullable=False),
    Column("unplaced", Integer, nullable=False),
    Column("unfilled", Integer, nullable=False),
    Column("blocking", Integer, nullable=False),
    Column("joint_options", Integer, nullable=False),
    Column("rule_set_id", String, nullable=False),
    Column("rule_set_version", Integer, nullable=False),
    Column("policy_id", String, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("decision_version", Integer, nullable=False),
    Column("recommendation", Text, nullable=False),
    Column("positions", JSON, nullable=False),
    Column("causation_id", String),
    *origin(),
    *published(),
    Index("slate_parts_by_cause", "causation_id"),
)
"""A revision of a slate is there when all its parts are: the view `slates` has those. The counts
are of this part; `causation_id` is what people asked for or changed."""

SLATE_PLACEMENTS = Table(
    "slate_placements",
    METADATA,
    *_of_revision(),
    _key("post_id"),
    Column("candidate_id", String, nullable=False),
    *_post(),
    Column("candidate_rank", Integer),
    Column("hirer_rank", Integer, nullable=False),
    Column("hirer_rank_source", String, nullable=False),
    Column("consideration_tier", String, nullable=False),
    Column("total", Integer, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("adjusted", Boolean, nullable=False),
    Column("leaves_post_id", String),
    _explanation(),
    Index("slate_placements_by_candidate", "candidate_id"),
    sqlite_with_rowid=False,
)
"""Who would get which post."""

SLATE_UNPLACED = Table(
    "slate_unplaced",
    METADATA,
    *_of_revision(),
    _key("candidate_id"),
    Column("must_move", Boolean, nullable=False),
    _explanation(),
    sqlite_with_rowid=False,
)
"""Who takes part and gets no post."""

SLATE_UNFILLED = Table(
    "slate_unfilled",
    METADATA,
    *_of_revision(),
    _key("post_id"),
    *_post(),
    Column("vacancy_id", String),
    _explanation(),
    sqlite_with_rowid=False,
)
"""Posts that nobody gets."""

SLATE_BLOCKING = Table(
    "slate_blocking",
    METADATA,
    *_of_revision(),
    _key("candidate_id"),
    _key("post_id"),
    _explanation(),
    sqlite_with_rowid=False,
)
"""Pairs that would both rather have each other than what the slate gives them."""

SLATE_JOINT_OPTIONS = Table(
    "slate_joint_options",
    METADATA,
    *_of_revision(),
    _key("candidate_id"),
    _key("post_id"),
    _key("partner_id"),
    _key("partner_post_id"),
    _explanation(),
    sqlite_with_rowid=False,
)
"""Posts that couples could take together: for people to weigh."""
