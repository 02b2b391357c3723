"""What the demo's database holds at the end: the roster as a table of counts."""

from rich.table import Table
from sqlalchemy import Engine, func, select

from consumers.projection.tables import ROSTER


def roster_table(engine: Engine) -> Table:
    """Memberships by profile and status, as SQL sees them."""
    table = Table(title="The roster in SQL", title_justify="left")
    for heading in ("profile", "status", "people"):
        table.add_column(heading, justify="right" if heading == "people" else "left")
    columns = (ROSTER.c.job_group, ROSTER.c.grade, ROSTER.c.status)
    query = select(*columns, func.count()).group_by(*columns).order_by(*columns)
    with engine.connect() as connection:
        for job_group, grade, status, people in connection.execute(query):
            table.add_row(f"{job_group}/{grade}", status, str(people))
    return table
