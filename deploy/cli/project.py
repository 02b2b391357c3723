"""`pathways project`: keeps the read model in SQL equal to the logs."""

import click

from consumers.projection.database import open_database
from consumers.projection.loop import project as run_projection
from deploy.cli.connection import kafka_options
from deploy.cli.database import database_option, url_of
from deploy.cli.results import results_told_clearly, stop_on_signal
from schemas.connection import Connection


@click.command()
@kafka_options
@database_option
@click.option("--to-end", is_flag=True, help="End once all that is committed now is in.")
@click.option(
    "--rebuild",
    is_flag=True,
    help="Make the tables again from the logs, beside those that are read, and switch over.",
)
def project(
    connection: Connection, prefix: str, database: str | None, to_end: bool, rebuild: bool
) -> None:
    """Write roster, proposals, vacancies, decisions and rejected records into SQL tables.

    It goes on where the database says, until SIGTERM or Ctrl-C. A second projection on the same
    database takes it over, and the first one ends with an error.
    """
    with results_told_clearly(), stop_on_signal() as stopped:
        engine = open_database(url_of(database))
        try:
            taken = run_projection(
                connection,
                engine,
                prefix=prefix,
                stop=stopped.is_set,
                to_end=to_end,
                rebuild=rebuild,
            )
        finally:
            engine.dispose()
    click.echo(f"{taken} records taken in.", err=True)


if __name__ == "__main__":
    project()
