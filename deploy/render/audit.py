"""The outcome of an audit, for people who were not there when it was decided."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.words import said, thousands
from streams.history.audit.findings import Finding, Kind, Report, Stretch

MEANING: Mapping[Kind, str] = {
    "missing": "decided, and not there any more",
    "extra": "there, and never decided: forged, or written twice",
    "altered": "there with other content than was decided",
    "order": "there, in another order than it was decided",
    "count": "the numbering of a log does not fit its records",
    "unreadable": "a record that nothing can be decided on",
    "other version": "decided by another version of the program, which decides otherwise",
    "undecided": "differs, and may only follow from one of the findings above",
}


def audit_report(report: Report) -> RenderableType:
    blocks: list[RenderableType] = [_compared(report)]
    if any(report.waiting.values()):
        blocks.append(_waiting(report))
    if report.clean:
        blocks.append(Text("Everything that stands there is what was decided.", "bold green"))
        return Group(*blocks)
    blocks += [_counts(report), *(_finding(one) for one in report.findings)]
    left = sum(report.counts.values()) - len(report.findings)
    if left:
        blocks.append(said(f"{thousands(left)} more are counted and not shown: see --limit", "dim"))
    blocks += [_stretch(one) for one in report.stretches]
    return Group(*blocks)


def _compared(report: Report) -> RenderableType:
    folded = ", ".join(f"{thousands(it)} records of {log}" for log, it in report.decided.items())
    table = _table("", "topic", "records")
    for topic, number in report.compared.items():
        table.add_row(said(topic), thousands(number))
    return Group(said(f"Decided again from {folded}, and compared byte for byte:", "bold"), table)


def _waiting(report: Report) -> Text:
    waiting = ", ".join(f"{thousands(it)} of {log}" for log, it in report.waiting.items() if it)
    return said(f"Not decided by any worker yet, and so not compared: {waiting}", "yellow")


def _counts(report: Report) -> RenderableType:
    table = _table("findings", "kind", "records", "meaning")
    for kind, number in report.counts.items():
        table.add_row(said(kind, _style(kind)), thousands(number), MEANING[kind])
    return table


def _finding(one: Finding) -> Text:
    where = str(one.place) if one.offset is None else f"{one.place} at offset {one.offset}"
    text = Text("\n").append_text(said(one.kind, _style(one.kind)))
    text.append_text(said(f"  {where}", "bold"))
    text.append_text(said(f"  key {one.key}" if one.key else "", "dim"))
    text.append("\n  ").append_text(said(one.words))
    # The words tell of the first one.
    for field in one.fields[1:]:
        text.append("\n    ").append_text(said(field.field or "all of it", "bold"))
        text.append_text(said(f": there {field.found}, decided {field.decided}"))
    return text


def _stretch(one: Stretch) -> Text:
    style = "cyan" if one.decision_version is not None else "yellow"
    text = Text("\n").append_text(said(f"{one.place} from record {one.count} on", style))
    text.append_text(said(f" (offset {one.offset}): {one.why}. "))
    return text.append_text(
        said(f"{thousands(one.differences)} differences from there on may follow from that alone")
    )


def _style(kind: Kind) -> str:
    return {"undecided": "yellow", "other version": "cyan"}.get(kind, "bold red")


def _table(title: str, *headings: str) -> Table:
    table = Table(
        box=None, title=title or None, title_justify="left", title_style="dim", padding=(0, 1)
    )
    for heading in headings:
        numeric = heading == "records"
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    return table
