"""How far each pool has decided, as the rows beside it tell: one row for each partition."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table

from consumers.projection.columns import number
from consumers.projection.metadata import METADATA

POOLS = Table(
    "pools",
    METADATA,
    number("log_partition"),
    Column("next_offset", BigInteger, nullable=False),
    Column("log_count", BigInteger, nullable=False),
    Column("day", Date),
    Column("rule_set_id", String),
    Column("rule_set_version", Integer),
    Column("decision_version", Integer, nullable=False),
)
"""`next_offset`: of the pool's log; everything that the pool said about what lies before it stands
in the other tables. So a decision of people at an earlier `log_offset` that is not among the
refused ones counts."""
