"""Endpoints of webhooks and their dead letters as tables."""

from collections.abc import Mapping, Sequence

from rich.table import Table

from consumers.webhooks.dead_letters import Dead, Standing
from deploy.render.words import said


def standings_table(found: Sequence[Standing], urls: Mapping[str, str]) -> Table:
    table = _table("endpoint", "waiting", "delivered", "dead", "")
    for one in found:
        table.add_row(
            said(f"{one.endpoint}\n{urls.get(one.endpoint, 'not in the file: nothing is sent')}"),
            str(one.pending),
            str(one.delivered),
            str(one.dead),
            said(_remark(one)),
        )
    return table


def dead_table(found: Sequence[Dead]) -> Table:
    table = _table("endpoint", "id", "type", "attempts", "last answer")
    for one in found:
        answer = f"{one.last_attempt_at:%Y-%m-%d %H:%M} {one.last_status or 'none'}"
        reason = said(f"{answer} {one.last_error or ''}")
        table.add_row(*map(said, (one.endpoint, one.webhook_id, one.type, one.attempts)), reason)
    return table


def _remark(one: Standing) -> str:
    if one.disabled_since is not None:
        return f"disabled since {one.disabled_since:%Y-%m-%d %H:%M}: {one.disabled_reason}"
    if one.oldest_pending is not None:
        return f"oldest waiting of {one.oldest_pending:%Y-%m-%d %H:%M}"
    return ""


def _table(*headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
