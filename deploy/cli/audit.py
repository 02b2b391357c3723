"""`pathways audit`: everything that was ever decided, decided again and compared."""

import json
from typing import Any

import click
from rich.console import Console

from deploy.cli.history import history_options, history_told_clearly, told_progress
from deploy.render.audit import audit_report
from streams.history.audit.findings import Finding, Report, Source, Stretch
from streams.history.audit.run import FINDINGS_MAX
from streams.history.audit.run import audit as audited
from streams.history.logs import Logs

FOUND = 3


@click.command()
@history_options
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=FINDINGS_MAX,
    show_default=True,
    help="Name so many findings, the most certain first; all are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def audit(context: click.Context, logs: Logs, processes: int, limit: int, as_json: bool) -> None:
    """Decide everything again from the logs, and name each record that is not as decided.

    Memberships, roster, proposals, refusals, evaluation marks, slates, nominations, forecasts, what
    the stages tell each other and their private state are compared byte for byte: what is missing,
    forged, altered or out of order is named. Workers may go on.

    Exit code: 0 everything is as it was decided, 3 there are findings, 1 it could not be audited.
    """
    with history_told_clearly(), told_progress(quiet=as_json) as tell:
        report = audited(logs, processes, tell, limit)
    if as_json:
        click.echo(json.dumps(_document(report), ensure_ascii=False))
    else:
        Console().print(audit_report(report))
    context.exit(0 if report.clean else FOUND)


def _document(report: Report) -> dict[str, Any]:
    return {
        "clean": report.clean,
        "compared": dict(report.compared),
        "decided": dict(report.decided),
        "waiting": dict(report.waiting),
        "counts": dict(report.counts),
        "findings": [_finding(one) for one in report.findings],
        "stretches": [_stretch(one) for one in report.stretches],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "topic": one.place.topic,
        "partition": one.place.partition,
        "offset": one.offset,
        "record": one.record,
        "key": one.key,
        "about": one.about,
        "source": one.source and _source(one.source),
        "words": one.words,
        "fields": [
            {"field": it.field, "found": it.found, "decided": it.decided} for it in one.fields
        ],
        "decision_version": one.decision_version,
    }


def _source(source: Source) -> dict[str, Any]:
    place = source.place
    return {
        "topic": place.topic,
        "partition": place.partition,
        "offset": source.offset,
        "count": source.count,
    }


def _stretch(one: Stretch) -> dict[str, Any]:
    return {
        "topic": one.place.topic,
        "partition": one.place.partition,
        "offset": one.offset,
        "count": one.count,
        "why": one.why,
        "differences": one.differences,
        "decision_version": one.decision_version,
    }


if __name__ == "__main__":
    audit()
