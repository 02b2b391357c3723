"""Proposals: the last word, every revision, who stands in it, and what each answer rests on."""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text

from consumers.projection.columns import number, origin, position, published
from consumers.projection.metadata import METADATA


def _proposal() -> tuple[Column[Any], ...]:
    return (
        Column("proposal_id", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("status", String, nullable=False),
        Column("job_group", String, nullable=False),
        Column("grade", String, nullable=False),
        Column("vacancy_version", Integer, nullable=False),
        Column("title", String),
        Column("country", String),
        Column("city_code", String),
        Column("hardship_class", String),
        Column("start_by", Date),
        Column("path", String, nullable=False),
        Column("reason", Text, nullable=False),
        Column("considered", Integer),
        Column("eligible", Integer),
        Column("stage", String),
        Column("reviewed_revision", Integer),
        Column("rule_set_id", String),
        Column("rule_set_version", Integer),
        Column("decision_version", Integer, nullable=False),
        *position(),
        *origin(),
    )


def _place() -> tuple[Column[Any], ...]:
    return (
        Column("vacancy_id", String, primary_key=True),
        number("revision"),
        Column("section", String, primary_key=True),
        number("place"),
    )


PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    *_proposal(),
    Index("proposals_by_status", "status", "job_group"),
)
"""The last revision for each vacancy; `status` is OPEN, REVIEWED (the last word is advice about the
list in `reviewed_revision`, which stands), WITHDRAWN, DEFERRED, HELD or EXPIRED."""

PROPOSAL_REVISIONS = Table(
    "proposal_revisions",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    number("revision"),
    *_proposal(),
    Column("document", JSON, nullable=False),
    *published(),
    Index("proposal_revisions_by_place", "topic_partition", "topic_offset"),
)
"""Every revision, and the whole event as JSON in `document`."""

REVISION_ENTRIES = Table(
    "revision_entries",
    METADATA,
    *_place(),
    Column("candidate_id", String, nullable=False),
    Column("rating", String),
    Column("tier", String),
    Column("tier_clause", Text),
    Column("total", Integer),
    Column("remark", Text, nullable=False),
    Column("warnings", JSON, nullable=False),
    Index("revision_entries_by_candidate", "candidate_id"),
    sqlite_with_rowid=False,
)
"""Who stands in a revision: RANKED (remark: the tie-break), TIER_UNCONFIRMED (what is missing for
the tier), NEAR_MISS (the rule), CANNOT_CONFIRM (what is missing). `place` is the rank, or the place
in the section, from 1; `tier` and `total` are of people who are eligible."""

RULE_ANSWERS = Table(
    "rule_answers",
    METADATA,
    *_place(),
    number("number"),
    Column("rule", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("required", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("advisory", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""What each rule answers for each entry, with the ids of the events that prove it; `advisory` bars
nobody. Section VACANCY, place 0, has the answer about the vacancy itself."""

CRITERION_SCORES = Table(
    "criterion_scores",
    METADATA,
    *_place(),
    number("number"),
    Column("criterion", String, nullable=False),
    Column("raw", Text, nullable=False),
    Column("normalised", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("contribution", Integer, nullable=False),
    Column("evidence", JSON, nullable=False),
    sqlite_with_rowid=False,
)
"""What each criterion contributes to the total of each entry that is ranked."""

DIVERSITY_CELLS = Table(
    "diversity_cells",
    METADATA,
    Column("vacancy_id", String, primary_key=True),
    number("revision"),
    Column("dimension", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("shown_from", Integer, nullable=False),
    Column("pool", Integer),
    Column("eligible", Integer),
    Column("listed", Integer),
    sqlite_with_rowid=False,
)
"""The panel of each list as it was published: null where too few people would be shown."""
