"""Options that the commands about rejected records share."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from schemas.events import RejectionReason
from schemas.topics import UPSTREAM

Command = TypeVar("Command", bound=Callable[..., Any])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")
SCHEMA_IDS = click.option(
    "--schema-ids",
    envvar="PATHWAYS_SCHEMA_IDS",
    show_envvar=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Ids of Confluent framing, as workers have them: {"1042": "VacancyOpened.v1"}.',
)


class Since(click.ParamType):
    name = "TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time such as 2026-03-14T09:30Z")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def filters(command: Command) -> Command:
    for option in (
        click.option("--since", type=Since(), help="Written upstream at that time or later."),
        click.option(
            "--topic", "topics", multiple=True, type=click.Choice(UPSTREAM), metavar="TOPIC",
            help=f"Only from this topic: {', '.join(UPSTREAM)}; repeatable.",
        ),
        click.option(
            "--reason", "reasons", multiple=True, type=click.Choice(get_args(RejectionReason)),
            help="Only for this reason; repeatable.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command
