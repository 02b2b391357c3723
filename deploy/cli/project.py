"""`pathways project`: keeps the read model in SQL equal to the logs."""

import click

from consumers.projection.database import open_database
from consumers.projection.loop import project as run_projection
from deploy.broker.layout import home_from
from deploy.cli.connection import kafka_options
from deploy.cli.results import results_told_clearly, stop_on_signal
from schemas.connection import Connection


@click.command()
@kafka_options
@click.option(
    "--database",
    envvar="PATHWAYS_DATABASE_URL",
    show_envvar=True,
    metavar="URL",
    help="As SQLAlchemy spells it.  [default: sqlite:///PATHWAYS_HOME/pathways.db]",
)
@click.option("--to-end", is_flag=True, help="End once all that is committed now is in.")
def project(connection: Connection, prefix: str, database: str | None, to_end: bool) -> None:
    """Write roster, proposals and rejected records into SQL tables, until SIGTERM or Ctrl-C.

    It goes on where the database says. A second projection on the same database takes it over,
    and the first one ends with an error.
    """
    with results_told_clearly(), stop_on_signal() as stopped:
        engine = open_database(database or _default_url())
        try:
            taken = run_projection(
                connection, engine, prefix=prefix, stop=stopped.is_set, to_end=to_end
            )
        finally:
            engine.dispose()
    click.echo(f"{taken} records taken in.", err=True)


def _default_url() -> str:
    home = home_from().root
    home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home / 'pathways.db'}"


if __name__ == "__main__":
    project()
