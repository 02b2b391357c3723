"""`pathways status`: how things are, read from Kafka alone."""

import json

import click
from rich.console import Console

from deploy.cli.connection import kafka_options
from deploy.cli.results import results_told_clearly
from deploy.log_tail import TailTimeout
from deploy.render.status import status_tables
from deploy.status import Status, read_status, status_document
from schemas.connection import Connection
from schemas.errors import ContractError

QUARANTINED = 3
TOPICS_MISSING = 4


@click.command()
@kafka_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def status(context: click.Context, connection: Connection, prefix: str, as_json: bool) -> None:
    """Show topics, units with what waits for them, and the last proposals.

    Exit code: 0 nothing is wrong, 3 a unit is quarantined, 4 topics are missing, 1 Kafka cannot
    be asked.
    """
    with results_told_clearly():
        try:
            found = read_status(connection, prefix)
        except (TailTimeout, ContractError) as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(status_document(found), default=str, ensure_ascii=False))
    else:
        Console().print(status_tables(found))
    context.exit(_exit_code(found))


def _exit_code(found: Status) -> int:
    if found.quarantined:
        return QUARANTINED
    return TOPICS_MISSING if found.missing else 0


if __name__ == "__main__":
    status()
