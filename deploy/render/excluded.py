"""Who is not ranked though little is missing: near misses, and people who cannot be confirmed."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.vocabulary import rule_name
from deploy.render.words import OUTCOME_STYLE, joined, rating, said, section
from schemas.events import CannotConfirm, NearMiss, ProposalListing, RuleAnswer

Row = tuple[str, str | None, Text]


def excluded_sections(event: ProposalListing) -> Iterator[RenderableType]:
    """Nothing for a list without anybody."""
    if event.near_misses:
        title = "Near misses: one rule excludes them"
        shown = _shown(len(event.near_misses), event.counts.near_misses)
        yield section(title + shown, _table([_near_miss(who) for who in event.near_misses]))
    if event.cannot_confirm:
        title = "Cannot be confirmed: a fact is missing"
        shown = _shown(len(event.cannot_confirm), event.counts.cannot_confirm)
        yield section(title + shown, _table([_unsure(who) for who in event.cannot_confirm]))


def answer_text(answer: RuleAnswer) -> Text:
    """`H10 availability FAIL free from 2026-09-01 (required: free by 2026-06-01)`."""
    text = said(f"{rule_name(answer.rule)} ")
    text.append_text(said(answer.outcome, OUTCOME_STYLE.get(answer.outcome, "")))
    text.append_text(said(f" {answer.held}"))
    return text.append_text(said(f" (required: {answer.required})", "dim"))


def _shown(listed: int, count: int) -> str:
    return f" · {listed} of {count}" if count > listed else ""


def _table(rows: Sequence[Row]) -> Table:
    table = Table(box=None, expand=True, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for candidate_id, rated, why in rows:
        table.add_row(said(candidate_id, "bold"), rating(rated), why)
    return table


def _near_miss(who: NearMiss) -> Row:
    failed = [answer_text(answer) for answer in who.answers if answer.rule == who.rule]
    parts = failed or [said(rule_name(who.rule))]
    if who.waiver:
        parts.append(said(f"→ {who.waiver}", "cyan"))
    return who.candidate_id, who.rating, Text("\n").join(parts)


def _unsure(who: CannotConfirm) -> Row:
    asking = [answer.rule for answer in who.answers if answer.outcome == "UNKNOWN"]
    missing = said("missing: ", "yellow").append_text(joined(map(said, who.missing), "; "))
    return (
        who.candidate_id,
        who.rating,
        missing.append_text(said(f"  ({', '.join(asking)})", "dim")),
    )
