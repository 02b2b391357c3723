"""The public views, as far as questions here rest on them; typed, for SQLite knows no dates."""

from sqlalchemy import Boolean, Date, Float, Integer, String, Text, column, table

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
