"""`pathways explain`: why somebody is on a list or not, and why something was proposed."""

import json
import re
from datetime import date
from typing import get_args

import click

from deploy.cli.history import history_told_clearly, logs_options, told_progress
from deploy.cli.page import page_console
from deploy.render.account import account_page
from deploy.render.explanation import explanation_panel
from deploy.render.proposal import Detail
from schemas.text import to_json
from streams.history.explain.explained import explain_person
from streams.history.explain.moment import At, AtRecord
from streams.history.explain.proposal_explained import explain_proposal
from streams.history.logs import Logs, Place
from streams.history.processes import Tell

_RECORD = re.compile(r"(?:(?P<log>[A-Za-z.-]+)/(?P<partition>\d+):)?(?P<number>\d{1,18})")


class Moment(click.ParamType):
    """A day, the number of a record, or a place such as `pool-log/2:4711`."""

    name = "DATE|POSITION"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> At:
        if isinstance(value, date | AtRecord):
            return value
        if found := _RECORD.fullmatch(str(value)):
            log, number = found["log"], int(found["number"])
            return AtRecord(number, Place(log, int(found["partition"])) if log else None)
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is neither a day such as 2026-03-14 "
                "nor a position such as pool-log/2:4711 or 4711"
            )


@click.command()
@click.argument("subject", metavar="PROPOSAL|VACANCY")
@click.argument("candidate", required=False)
@click.option(
    "--revision", type=click.IntRange(min=1), help="Of the proposal.  [default: the last]"
)
@click.option(
    "--at",
    type=Moment(),
    help="Of a person: the end of a day, or a record of the pool-log.  [default: the end]",
)
@click.option(
    "--detail",
    type=click.Choice(get_args(Detail)),
    default="page",
    show_default=True,
    help="What stands out; the whole page; every fact and event by its id too.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with everything.")
@logs_options
def explain(
    *,
    subject: str,
    candidate: str | None,
    revision: int | None,
    at: At,
    detail: Detail,
    as_json: bool,
    logs: Logs,
) -> None:
    """Tell why something was proposed, or where a person stands for a vacancy and why.

    PROPOSAL is the id of a vacancy or of its proposal: what was said, when, from which facts, under
    which policy, and what changed. VACANCY CANDIDATE answers for anybody, on the list or not: every
    rule with what it asks and what is known, the points, what would help, and the events behind all
    that. Nothing is changed anywhere: the logs are folded again as the worker folded them.

    A day means the pool's last look on it, by its own days.

    Exit code: 0 answered, 1 not known, outside the history or unreadable, 2 wrong use.
    """
    if candidate is not None and revision is not None:
        raise click.UsageError("a person is explained at a moment: use --at, not --revision")
    if candidate is None and at is not None:
        raise click.UsageError("a proposal is explained by revision: use --revision, not --at")
    with history_told_clearly(), told_progress(quiet=as_json) as tell:
        if candidate is None:
            _proposal(logs, subject, revision, detail, as_json, tell)
        else:
            _person(logs, subject, candidate, at, detail, as_json, tell)


def _proposal(
    logs: Logs, subject: str, revision: int | None, detail: Detail, as_json: bool, tell: Tell
) -> None:
    with logs.open() as reader:
        explained = explain_proposal(reader, subject, revision, tell)
    if as_json:
        document = to_json(explained) | {"event": to_json(explained.event)}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        page_console().print(account_page(explained, detail))


def _person(
    logs: Logs, vacancy: str, candidate: str, at: At, detail: Detail, as_json: bool, tell: Tell
) -> None:
    with logs.open() as reader:
        explained = explain_person(reader, vacancy, candidate, at, tell)
    if as_json:
        click.echo(json.dumps(to_json(explained), ensure_ascii=False))
    else:
        page_console().print(explanation_panel(explained, detail))


if __name__ == "__main__":
    explain()
