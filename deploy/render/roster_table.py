"""The roster of a day as a table."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from deploy.render.plain_words import counted
from deploy.render.roster import STATUS_STYLE
from deploy.render.words import rating, said, thousands
from streams.history.as_of.roster import RosterEntry


def roster_page(entries: Sequence[RosterEntry], title: str) -> RenderableType:
    return Group(said(title, "bold"), said(_summary(entries), "dim"), _table(entries))


def _summary(entries: Sequence[RosterEntry]) -> str:
    if not entries:
        return "nobody"
    of_status = Counter(entry.status for entry in entries)
    parts = ", ".join(
        f"{thousands(count)} {status.lower().replace('_', ' ')}"
        for status, count in of_status.most_common()
    )
    return f"{counted(len(entries), 'membership')}: {parts}"


def _table(entries: Sequence[RosterEntry]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    for heading in ("profile", "person", "status", "rating", "valid from", "until"):
        table.add_column(heading, no_wrap=True)
    table.add_column("why", ratio=1)
    for entry in entries:
        table.add_row(
            said(f"{entry.job_group}/{entry.grade}"),
            said(entry.candidate_id, "bold"),
            said(entry.status, STATUS_STYLE.get(entry.status, "")),
            rating(entry.rating),
            "" if entry.valid_from is None else str(entry.valid_from),
            "" if entry.valid_from is None else str(entry.valid_until or "no end"),
            said(entry.reason, "dim"),
        )
    return table
