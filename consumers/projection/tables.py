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
from consumers.projection.exercise_tables import (
    CYCLE_EVENTS,
    EXERCISE_ACTS,
    EXERCISE_REMARKS,
    SLATE_SETTLEMENTS,
)
from consumers.projection.horizon_tables import HORIZON_OPENINGS, HORIZON_PARTS, HORIZON_STRENGTH
from consumers.projection.leadership_tables import (
    COHORT_FUNNELS,
    DEVELOPMENT_NEEDS,
    EDITION_EVENTS,
    FUNNEL_OUTCOMES,
    FUNNEL_STEPS,
    LEADERSHIP_REMARKS,
    NEEDS_CLOSED,
    NOMINATION_ANSWERS,
    NOMINATION_REVISIONS,
    NOMINATIONS_WITHDRAWN,
)
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
from consumers.projection.slate_tables import (
    SLATE_BLOCKING,
    SLATE_JOINT_OPTIONS,
    SLATE_PARTS,
    SLATE_PLACEMENTS,
    SLATE_UNFILLED,
    SLATE_UNPLACED,
)
from consumers.projection.vacancy_tables import DECISIONS, DECISIONS_REFUSED, VACANCY_EVENTS

__all__ = [
    "COHORT_FUNNELS",
    "CONTENT",
    "CONTROL",
    "CRITERION_SCORES",
    "CYCLE_EVENTS",
    "DECISIONS",
    "DECISIONS_REFUSED",
    "DEVELOPMENT_NEEDS",
    "DIVERSITY_CELLS",
    "EDITION_EVENTS",
    "EXERCISE_ACTS",
    "EXERCISE_REMARKS",
    "FUNNEL_OUTCOMES",
    "FUNNEL_STEPS",
    "GENERATIONS",
    "HORIZON_OPENINGS",
    "HORIZON_PARTS",
    "HORIZON_STRENGTH",
    "INSTALLED_VIEWS",
    "LEADERSHIP_REMARKS",
    "MEMBERSHIP_VERSIONS",
    "MODEL_VERSION",
    "NEEDS_CLOSED",
    "NOMINATIONS_WITHDRAWN",
    "NOMINATION_ANSWERS",
    "NOMINATION_REVISIONS",
    "POOLS",
    "PROPOSALS",
    "PROPOSAL_REVISIONS",
    "REJECTED",
    "REVISION_ENTRIES",
    "ROSTER",
    "RULE_ANSWERS",
    "SLATE_BLOCKING",
    "SLATE_JOINT_OPTIONS",
    "SLATE_PARTS",
    "SLATE_PLACEMENTS",
    "SLATE_SETTLEMENTS",
    "SLATE_UNFILLED",
    "SLATE_UNPLACED",
    "SOURCE_POSITIONS",
    "VACANCY_EVENTS",
]

MODEL_VERSION = 5
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
    CYCLE_EVENTS,
    EXERCISE_ACTS,
    EXERCISE_REMARKS,
    SLATE_PARTS,
    SLATE_PLACEMENTS,
    SLATE_UNPLACED,
    SLATE_UNFILLED,
    SLATE_BLOCKING,
    SLATE_JOINT_OPTIONS,
    SLATE_SETTLEMENTS,
    EDITION_EVENTS,
    DEVELOPMENT_NEEDS,
    NEEDS_CLOSED,
    NOMINATION_REVISIONS,
    NOMINATIONS_WITHDRAWN,
    NOMINATION_ANSWERS,
    COHORT_FUNNELS,
    FUNNEL_STEPS,
    FUNNEL_OUTCOMES,
    LEADERSHIP_REMARKS,
    HORIZON_PARTS,
    HORIZON_OPENINGS,
    HORIZON_STRENGTH,
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
