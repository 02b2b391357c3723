"""All tables of the read model: the content, and what the projection knows of itself."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from consumers.projection.columns import number, origin
from consumers.projection.metadata import METADATA
from consumers.projection.pool_table import POOLS
from consumers.projection.proposal_tables import (
    CRITERION_SCORES,
    DIVERSITY_CELLS,
    PROPOSAL_REVISIONS,
    PROPOSALS,
    REVISION_ENTRIES,
    RULE_ANSWERS,
)
from consumers.projection.roster_tables import MEMBERSHIP_VERSIONS, ROSTER
from consumers.projection.vacancy_tables import DECISIONS, DECISIONS_REFUSED, VACANCY_EVENTS

__all__ = [
    "CONTENT",
    "CONTROL",
    "CRITERION_SCORES",
    "DECISIONS",
    "DECISIONS_REFUSED",
    "DIVERSITY_CELLS",
    "GENERATIONS",
    "INSTALLED_VIEWS",
    "MEMBERSHIP_VERSIONS",
    "MODEL_VERSION",
    "POOLS",
    "PROPOSALS",
    "PROPOSAL_REVISIONS",
    "REJECTED",
    "REVISION_ENTRIES",
    "ROSTER",
    "RULE_ANSWERS",
    "SOURCE_POSITIONS",
    "VACANCY_EVENTS",
]

MODEL_VERSION = 4
"""Of what the content means: rows of another version are made again from the logs."""

REJECTED = Table(
    "rejected",
    METADATA,
    Column("topic", String, primary_key=True),
    number("topic_partition"),
    Column("topic_offset", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("event_type", String),
    Column("key", LargeBinary),
    Column("value", LargeBinary),
    Column("value_size", Integer, nullable=False),
    Column("value_sha256", String, nullable=False),
    *origin(),
)
"""Dead letters, by the place where the record stood."""

CONTENT = (
    ROSTER,
    MEMBERSHIP_VERSIONS,
    PROPOSALS,
    PROPOSAL_REVISIONS,
    REVISION_ENTRIES,
    RULE_ANSWERS,
    CRITERION_SCORES,
    DIVERSITY_CELLS,
    VACANCY_EVENTS,
    DECISIONS,
    DECISIONS_REFUSED,
    REJECTED,
    POOLS,
)
"""The tables that are a function of the logs, by the names under which they are read."""

CONTROL = MetaData()

GENERATIONS = Table(
    "generations",
    CONTROL,
    number("generation"),
    Column("state", String, nullable=False),
    Column("model_version", Integer, nullable=False),
    Column("prefix", String, nullable=False),
    Column("writer", BigInteger, nullable=False),
    Column("transactions", BigInteger, nullable=False),
)
"""Each set of content tables: CURRENT (the one that is read), BUILDING or OBSOLETE; whose topics it
holds, and which writer may write; each new writer takes a number."""

SOURCE_POSITIONS = Table(
    "source_positions",
    CONTROL,
    number("generation"),
    Column("topic", String, primary_key=True),
    number("topic_partition"),
    Column("topic_id", String, nullable=False),
    Column("next_offset", BigInteger, nullable=False),
)
"""Up to where a generation holds what stands in Kafka; written with the rows, never apart from
them. `topic_id` tells a topic from another one of the same name."""

INSTALLED_VIEWS = Table("installed_views", CONTROL, Column("sha256", String, primary_key=True))
"""The definition of the public views that is in the database; at most one row."""
