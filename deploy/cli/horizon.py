"""`pathways horizon`: openings to come, the bench behind them, and how right forecasts were."""

import json
from datetime import date, datetime

import click

from deploy.cli.history import history_told_clearly, logs_options
from deploy.cli.page import page_console
from deploy.horizon.document import compared_document, forecast_document
from deploy.horizon.errors import HorizonError
from deploy.horizon.forecasts import chosen, forecasts
from deploy.horizon.looking_back import checked, earliest_to_check
from deploy.render.horizon import horizon_page, looking_back_page
from streams.history.logs import Logs


@click.command()
@click.argument("job_group", required=False)
@click.option(
    "--month",
    type=click.DateTime(["%Y-%m"]),
    metavar="YYYY-MM",
    help="The forecast made in this month.  [default: the last one]",
)
@click.option(
    "--check",
    is_flag=True,
    help="Hold it against what came since; by default the oldest of the last twelve months.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@logs_options
def horizon(
    *, job_group: str | None, month: datetime | None, check: bool, as_json: bool, logs: Logs
) -> None:
    """Show what the pools foresee for twelve months, of one JOB_GROUP or of all.

    Openings that tours, retirements and new posts let expect, with how many members could take
    each; members beside openings month by month, by grade, language and hardship class; and gaps.
    Each pool tells this when a month begins. It is a forecast and decides nothing.

    Exit code: 0 shown, 1 not known or unreadable, 2 wrong use.
    """
    made_in: date | None = month.date() if month else None
    try:
        with history_told_clearly(), logs.open() as reader:
            found = forecasts(reader)
            made = chosen(found, job_group, made_in)
            if check:
                made = made if made_in else earliest_to_check(found, job_group)
                months = checked(reader, made, found)
    except HorizonError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        lines = compared_document(months) if check else map(forecast_document, made)
        for line in lines:
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    page_console().print(looking_back_page(made, months) if check else horizon_page(made))


if __name__ == "__main__":
    horizon()
