"""The status of Pathways as tables."""

from typing import Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.words import said
from deploy.status import Status, UnitStatus

_STATE_STYLE = {"working": "green", "quarantined": "bold red", "never ran": "yellow"}


def status_tables(status: Status) -> RenderableType:
    blocks: list[RenderableType] = [
        said(f"Kafka {status.address}, topics {status.prefix}*", "bold")
    ]
    if len(status.missing) == len(status.topics):
        return Group(*blocks, Text("No topic exists yet: run `pathways topics create`.", "yellow"))
    if status.missing:
        blocks.append(said(f"Missing topics: {', '.join(status.missing)}", "bold red"))
    blocks.append(_topics(status))
    if any(unit.state != "no input" for unit in status.units):
        blocks.append(_units(status))
    if not status.worker_has_run:
        blocks.append(Text("No worker has taken in anything yet: run `pathways worker`.", "yellow"))
    blocks += [_quarantine(unit) for unit in status.quarantined]
    blocks.append(_proposals(status))
    return Group(*blocks)


def _topics(status: Status) -> Table:
    table = _table("topics", "topic", "partitions", "records up to")
    for topic in status.topics:
        if topic.partitions:
            table.add_row(said(topic.topic), str(topic.partitions), f"{topic.records:,}")
    return table


def _units(status: Status) -> Table:
    table = _table("units", "unit", "state", "next offset", "waiting")
    for unit in status.units:
        # Partitions that nothing was ever written to say nothing: there are many of them.
        if unit.state != "no input":
            table.add_row(
                said(unit.unit),
                said(unit.state, _STATE_STYLE.get(unit.state, "")),
                "" if unit.offset is None else f"{unit.offset:,}",
                f"{'' if unit.lag_is_exact else 'up to '}{unit.lag:,}",
            )
    return table


def _quarantine(unit: UnitStatus) -> Text:
    text = Text(f"{unit.unit} is quarantined ", "bold red")
    where = f"before {unit.topic}, partition {unit.partition}, offset {unit.offset}: "
    return text.append_text(said(where)).append_text(said(unit.reason))


def _proposals(status: Status) -> RenderableType:
    if not status.proposals:
        return Text("No proposal has been made yet.", "dim")
    table = _table("last proposals", "vacancy", "kind", "revision", "written (UTC)", "reason")
    for one in status.proposals:
        table.add_row(
            said(one.vacancy_id, "bold"),
            one.kind.removeprefix("Proposal").removeprefix("Decision").lower(),
            str(one.revision),
            f"{one.written_at:%m-%d %H:%M:%S}",
            said(one.reason),
        )
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(box=None, title=title, title_justify="left", title_style="dim", padding=(0, 1))
    for heading in headings:
        numeric = heading in {"partitions", "records up to", "next offset", "waiting", "revision"}
        justify: Literal["right", "left"] = "right" if numeric else "left"
        # An id that is cut short cannot be looked for.
        table.add_column(heading, justify=justify, no_wrap=heading != "reason", overflow="fold")
    return table
