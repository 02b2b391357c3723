"""The public views, as far as questions here rest on them; typed, for SQLite knows no dates."""

from sqlalchemy import JSON, Boolean, Date, Float, Integer, String, Text, column, table

from consumers.projection.columns import Instant

PROPOSAL_ENTRIES = table(
    "proposal_entries",
    column("vacancy_id", String),
    column("revision", Integer),
    column("section", String),
    column("place", Integer),
    column("candidate_id", String),
    column("remark", Text),
    column("job_group", String),
    column("grade", String),
    column("title", String),
    column("stands", Boolean),
)

VACANCIES = table(
    "vacancies",
    column("vacancy_id", String),
    column("job_group", String),
    column("state", String),
    column("reason", Text),
    column("grade", String),
    column("post_id", String),
    column("title", String),
    column("country", String),
    column("city_code", String),
    column("expected_on", Date),
    column("opened_on", Date),
    column("start_by", Date),
    column("closes_on", Date),
    column("since", Instant),
)

ADVERSE_IMPACT = table(
    "adverse_impact",
    column("job_group", String),
    column("grade", String),
    column("dimension", String),
    column("value", String),
    column("lists", Integer),
    column("lists_with_eligible", Integer),
    column("pool", Integer),
    column("eligible", Integer),
    column("listed", Integer),
    column("eligible_rate", Float),
    column("eligible_ratio", Float),
    column("listed_rate", Float),
    column("listed_ratio", Float),
)

SLATES = table(
    "slates",
    column("cycle_id", String),
    column("slate_id", String),
    column("run", Integer),
    column("revision", Integer),
    column("status", String),
    column("method", String),
    column("as_of", Date),
    column("placed", Integer),
    column("unplaced", Integer),
    column("unfilled", Integer),
    column("blocking", Integer),
    column("joint_options", Integer),
    column("rule_set_id", String),
    column("rule_set_version", Integer),
    column("policy_id", String),
    column("policy_version", Integer),
    column("decision_version", Integer),
    column("recommendation", Text),
    column("causation_id", String),
    column("recorded_at", Instant),
)

NOMINATIONS = table(
    "nominations",
    column("nomination_id", String),
    column("candidate_id", String),
    column("edition_id", String),
    column("revision", Integer),
    column("status", String),
    column("place", Integer),
    column("reason", Text),
    column("need_ids", JSON),
    column("seats_reserved", Integer),
    column("seats_free", Integer),
    column("as_of", Date),
    column("recommendation", Text),
    column("recorded_at", Instant),
)
