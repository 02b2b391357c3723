"""The leadership pipeline: editions and their funnels, needs of people, and nominations."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, String, Table, Text

from consumers.projection.columns import number, origin, position, published
from consumers.projection.exercise_tables import logged
from consumers.projection.metadata import METADATA

EDITION_EVENTS = Table(
    "edition_events",
    METADATA,
    *logged(),
    Column("edition_id", String, nullable=False),
    Column("programme_id", String),
    Column("title", Text),
    Column("delivery", String),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("apply_by", Date),
    Column("seats_reserved", Integer, nullable=False),
    Index("edition_events_by_edition", "edition_id"),
)
"""Each announcement of an edition and each change of its seats once; the later one counts."""


def _of_need() -> tuple[Column[Any], ...]:
    """A merge closes the need of one id and identifies the same of the other."""
    return (
        Column("candidate_id", String, primary_key=True),
        Column("need_id", String, primary_key=True),
    )


DEVELOPMENT_NEEDS = Table(
    "development_needs",
    METADATA,
    *_of_need(),
    Column("assessment_id", String, nullable=False),
    Column("job_group", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("competency", String, nullable=False),
    Column("level_expected", Integer, nullable=False),
    Column("level_shown", Integer, nullable=False),
    Column("theme", String),
    Column("behaviours", JSON, nullable=False),
    *position(),
    *origin(),
    *published(),
)
"""Needs as last identified; one is open unless `needs_closed` says so later."""

NEEDS_CLOSED = Table(
    "needs_closed",
    METADATA,
    *_of_need(),
    Column("closure", String, nullable=False),
    Column("assessment_id", String),
    *position(),
    *origin(),
    *published(),
)
"""Needs as last closed, and by what."""

NOMINATION_REVISIONS = Table(
    "nomination_revisions",
    METADATA,
    Column("nomination_id", String, primary_key=True),
    number("revision"),
    Column("candidate_id", String, nullable=False),
    Column("edition_id", String, nullable=False),
    Column("need_ids", JSON, nullable=False),
    Column("place", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("seats_reserved", Integer, nullable=False),
    Column("seats_free", Integer, nullable=False),
    Column("policy_id", String, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("decision_version", Integer, nullable=False),
    Column("recommendation", Text, nullable=False),
    *position(),
    *origin(),
    *published(),
    Column("document", JSON, nullable=False),
    Index("nomination_revisions_by_candidate", "candidate_id"),
    Index("nomination_revisions_by_edition", "edition_id"),
)
"""Every revision of every nomination; the view `nominations` has the last ones."""

NOMINATIONS_WITHDRAWN = Table(
    "nominations_withdrawn",
    METADATA,
    Column("nomination_id", String, primary_key=True),
    Column("reason", Text, nullable=False),
    *position(),
    *origin(),
    *published(),
)
"""Nominations as last withdrawn; a later revision proposes one again."""

NOMINATION_ANSWERS = Table(
    "nomination_answers",
    METADATA,
    *logged(),
    Column("nomination_id", String, nullable=False),
    Column("candidate_id", String, nullable=False),
    Column("edition_id", String, nullable=False),
    Column("actor_role", String, nullable=False),
    Column("reason", Text),
    Column("document", JSON, nullable=False),
    Index("nomination_answers_by_nomination", "nomination_id"),
)
"""Endorsements and refusals by people, each once, whether they fit a nomination or not."""


def _of_funnel() -> tuple[Column[Any], ...]:
    return (
        Column("edition_id", String, primary_key=True),
        Column("as_of", Date, primary_key=True),
    )


COHORT_FUNNELS = Table(
    "cohort_funnels",
    METADATA,
    *_of_funnel(),
    Column("programme_id", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("seats_reserved", Integer, nullable=False),
    Column("seats_used", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("log_count", BigInteger, nullable=False),
    *origin(),
    *published(),
)
"""How far the people of an edition had come, each day on which that was told."""

FUNNEL_STEPS = Table(
    "funnel_steps",
    METADATA,
    *_of_funnel(),
    Column("cohort", String, primary_key=True),
    number("number"),
    Column("step", String, nullable=False),
    Column("people", Integer),
    Column("median_days", Integer),
    sqlite_with_rowid=False,
)
"""How many of a group came to each step; null where too few would be shown."""

FUNNEL_OUTCOMES = Table(
    "funnel_outcomes",
    METADATA,
    *_of_funnel(),
    Column("cohort", String, primary_key=True),
    number("number"),
    Column("step", String, nullable=False),
    Column("job_group", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("rating", String),
    Column("people", Integer),
    sqlite_with_rowid=False,
)
"""Into which profile people of a group came; null where too few would be shown."""

LEADERSHIP_REMARKS = Table(
    "leadership_remarks",
    METADATA,
    Column("remark", String, nullable=False),
    Column("edition_id", String),
    Column("candidate_id", String),
    Column("detail", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("causation_id", String),
    *origin(key=True),
    *published(),
    Index("leadership_remarks_by_cause", "causation_id"),
)
"""What was stated about a programme and does not fit; `causation_id`: the event that states it."""
