"""What a replay would write, or has written: by topic and type, and from where to where."""

from rich.console import Group, RenderableType
from rich.table import Table

from deploy.render.words import said, thousands
from streams.history.replay.tally import Tally, Where


def replay_tables(tally: Tally) -> RenderableType:
    parts: list[RenderableType] = [_kinds(tally), "", _spans(tally)]
    if tally.untold:
        left = f"{thousands(tally.untold)} records cannot be read and are left out"
        parts.append(said(left, "yellow"))
    return Group(*parts)


def _kinds(tally: Tally) -> Table:
    table = _table("topic", "type", "records", "bytes")
    for (topic, kind), one in sorted(tally.kinds.items()):
        table.add_row(said(topic), said(kind), thousands(one.records), thousands(one.bytes))
    table.add_row("", "together", thousands(tally.records), thousands(tally.bytes), style="bold")
    return table


def _spans(tally: Tally) -> Table:
    table = _table("from", "records", "first", "last")
    for place, span in sorted(tally.spans.items()):
        table.add_row(said(place), thousands(span.records), _where(span.first), _where(span.last))
    return table


def _where(where: Where) -> str:
    position = "" if where.position is None else f"{where.position}, "
    return f"{position}offset {where.offset}"


def _table(*headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        amounts = heading in ("records", "bytes")
        table.add_column(heading, justify="right" if amounts else "left", no_wrap=True)
    return table
