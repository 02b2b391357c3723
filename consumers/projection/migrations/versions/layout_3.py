"""Generations: tables with a number, views under the plain names, positions for each generation.

The rows of layout 2 become generation 0 and are read as before, until a rebuild replaces them: what
the new tables hold was never in the old ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

TABLES = (
    "roster",
    "proposals",
    "proposal_revisions",
    "proposal_entries",
    "decisions_refused",
    "rejected",
)


def upgrade() -> None:
    for name in TABLES:
        op.rename_table(name, f"{name}_g0")
        op.execute(f"CREATE VIEW {name} AS SELECT * FROM {name}_g0")
    _generations()
    _positions()
    op.create_table("installed_views", sa.Column("sha256", sa.String, primary_key=True))


def _generations() -> None:
    op.create_table(
        "generations",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("model_version", sa.Integer, nullable=False),
        sa.Column("prefix", sa.String, nullable=False),
        sa.Column("writer", sa.BigInteger, nullable=False),
        sa.Column("transactions", sa.BigInteger, nullable=False),
    )
    op.execute(
        "INSERT INTO generations SELECT 0, 'CURRENT', model_version, prefix, writer, transactions "
        "FROM projection"
    )
    # A projection of the old release that still runs finds no table, and ends.
    op.drop_table("projection")


def _positions() -> None:
    op.rename_table("source_positions", "source_positions_2")
    op.create_table(
        "source_positions",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("topic", sa.String, primary_key=True),
        sa.Column("topic_partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("topic_id", sa.String, nullable=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
    )
    op.execute(
        "INSERT INTO source_positions SELECT 0, topic, topic_partition, topic_id, next_offset "
        "FROM source_positions_2"
    )
    op.drop_table("source_positions_2")
