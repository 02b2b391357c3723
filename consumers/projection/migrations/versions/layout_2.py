"""The first layout that can be migrated: one set of tables, and none that records the layout."""

revision = "2"
down_revision = None


def upgrade() -> None:
    """Databases of that release have it already; new ones are made in the newest layout."""
