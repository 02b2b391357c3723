"""What became of the lines of a source, as text for people and for `grep`."""

import click

from producers.line_report import DETAILS_MAX, LineReport
from producers.lines import Rejection

SHOWN_MAX = 50


def show(report: LineReport, closing: str, shown_max: int = SHOWN_MAX) -> None:
    """Each bad line, the notices, the topics, and a last line that sums up."""
    _list("rejected", report.rejections, report.rejected, shown_max)
    _list("not published", report.unpublished, len(report.unpublished), shown_max)
    for notice in report.notices[:shown_max]:
        where = f"line {notice.line}: " if notice.line else ""
        click.echo(f"{where}{notice.what}")
    if report.noticed > shown_max:
        click.echo(f"... and {report.noticed - shown_max} more notices")
    for topic, count in sorted(report.published_by_topic.items()):
        click.echo(f"{count:>9}  {topic}")
    click.echo(closing)


def _list(fate: str, found: list[Rejection], total: int, shown_max: int) -> None:
    """One line of text for each, so that `grep` finds it."""
    for each in found[:shown_max]:
        where = f"{each.where}: " if each.where else ""
        click.echo(f"line {each.line} {fate}: {where}{each.what}; {each.remedy}")
    if total > shown_max:
        click.echo(
            f"... and {total - shown_max} more {fate} (--json lists the first {DETAILS_MAX})"
        )
