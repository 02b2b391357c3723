"""A proposal as a table that a person can check: who, why, what is missing, what changed."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from deploy.render.words import OUTCOME_STYLE, Line, joined, line, lines, rating, said
from schemas.events import (
    CannotConfirm,
    ListChanges,
    NearMiss,
    ProposalCounts,
    ProposalDeferred,
    ProposalEvent,
    ProposalHeld,
    ProposalListing,
    ProposalWithdrawn,
    RankedCandidate,
    RuleAnswer,
)

CAUSES_SHOWN = 5
"""A list that appears may rest on everything known about its vacancy."""

_BORDER = {
    "ProposalEmitted": "green",
    "ProposalRevised": "cyan",
    "ProposalWithdrawn": "red",
    "ProposalDeferred": "magenta",
    "ProposalHeld": "yellow",
}


def proposal_panel(event: ProposalEvent, latency_ms: float | None = None) -> RenderableType:
    """`latency_ms`: from the vacancy, or whatever caused this, to its arrival here."""
    listing = event if isinstance(event, ProposalListing) else None
    blocks: list[RenderableType] = [lines(_facts(event))]
    if listing is not None:
        blocks += _tables(listing)
    blocks.append(lines(_basis(event)))
    kind = type(event).__name__.removeprefix("Proposal").upper()
    title = Text.assemble(
        (f" {kind} ", f"bold {_BORDER[type(event).__name__]}"),
        said(
            f"{listing.title if listing else event.vacancy_id} · {event.job_group}/{event.grade} "
        ),
    )
    return Panel(
        Group(*blocks),
        title=title,
        title_align="left",
        subtitle=_arrival(event, latency_ms),
        subtitle_align="right",
        border_style=_BORDER[type(event).__name__],
        padding=(0, 1),
    )


def _arrival(event: ProposalEvent, latency_ms: float | None) -> Text:
    text = said(f" {event.vacancy_id} · revision {event.revision}")
    if latency_ms is not None:
        text.append(f" · after {latency_ms:,.0f} ms", style="bold")
    return text.append(" ")


def _facts(event: ProposalEvent) -> Iterator[Line]:
    if isinstance(event, ProposalListing):
        yield line("post", _station(event), f", to start by {event.start_by}")
    path = event.path_answer
    yield line("path", event.path, *((": ", _answer(path)) if path else ()))
    yield line(_REASON_LABEL.get(type(event), "because"), said(event.reason, "bold"))
    for cause in event.causes[:CAUSES_SHOWN]:
        # The reason may begin with the type already.
        known = cause.reason.startswith(cause.event_type)
        named = cause.event_id if known else f"{cause.event_type} {cause.event_id}"
        yield line("cause", f"{cause.reason} ({named})")
    if len(event.causes) > CAUSES_SHOWN:
        yield line("", f"and {len(event.causes) - CAUSES_SHOWN} more causes")
    if isinstance(event, ProposalHeld):
        yield line("missing", joined(map(said, event.missing), "; "))
    if isinstance(event, ProposalListing) and event.explanation:
        yield line("no list", said(event.explanation, "bold"))


_REASON_LABEL: dict[type[ProposalEvent], str] = {
    ProposalWithdrawn: "withdrawn",
    ProposalDeferred: "deferred",
    ProposalHeld: "held",
}


def _station(event: ProposalListing) -> str:
    key = f"{event.duty_station.country}/{event.duty_station.city_code}"
    name = f"{event.duty_station_name} ({key})" if event.duty_station_name else key
    hardship = f"hardship {event.hardship_class or 'not known'}"
    family = {"FAMILY": "family", "NON_FAMILY": "non-family", None: "family status not known"}
    return f"{name}, {hardship}, {family[event.family_status]}"


def _tables(event: ProposalListing) -> Iterator[RenderableType]:
    if event.ranked:
        yield _ranked(event.ranked, _required(event))
    if event.near_misses:
        yield _excluded("near misses: one rule excludes them", map(_near_miss, event.near_misses))
    if event.cannot_confirm:
        yield _excluded("cannot confirm: a fact is missing", map(_unsure, event.cannot_confirm))


def _required(event: ProposalListing) -> dict[str, str]:
    """What each rule asks for: the same for everybody, so it is said once."""
    people: list[RankedCandidate | NearMiss | CannotConfirm] = [
        *event.ranked,
        *event.near_misses,
        *event.cannot_confirm,
    ]
    return {answer.rule: answer.required for answer in people[0].answers} if people else {}


def _ranked(people: Iterable[RankedCandidate], required: dict[str, str]) -> Table:
    """Two blocks a person, who and why, so that the answers have the whole width."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1))
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("candidate, rating, placed by; the answer of each rule, and why", ratio=1)
    for who in people:
        head = joined(
            (
                said(who.candidate_id, "bold"),
                rating(who.rating),
                said(who.tie_break if who.rank == 1 else f"placed by {who.tie_break}", "dim"),
            ),
            "  ",
        )
        warnings = (said(f"! {warning}", "yellow") for warning in who.warnings)
        answers = joined((_answer(answer, required) for answer in who.answers), " · ")
        table.add_row(str(who.rank), joined((head, *warnings, answers), "\n"))
    return table


def _excluded(title: str, rows: Iterable[tuple[Text, Text, Text]]) -> Table:
    table = Table(box=None, expand=True, padding=(0, 1), show_header=False, title=title)
    table.title_justify, table.title_style = "left", "dim"
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*row)
    return table


def _near_miss(who: NearMiss) -> tuple[Text, Text, Text]:
    failed = [answer for answer in who.answers if answer.rule == who.rule]
    why = joined(map(_answer, failed)) if failed else said(who.rule)
    return said(who.candidate_id), rating(who.rating), why


def _unsure(who: CannotConfirm) -> tuple[Text, Text, Text]:
    unknown = [_answer(answer) for answer in who.answers if answer.outcome == "UNKNOWN"]
    missing = said(f"missing: {', '.join(who.missing)}")
    return said(who.candidate_id), rating(who.rating), joined([missing, *unknown], "; ")


def _answer(answer: RuleAnswer, required: dict[str, str] | None = None) -> Text:
    """`H1 PASS held`, and what was required where the reader has not been told already."""
    text = said(f"{answer.rule} ")
    text.append_text(said(answer.outcome, OUTCOME_STYLE.get(answer.outcome, "")))
    text.append_text(said(f" {answer.held}"))
    if required is None or required.get(answer.rule) != answer.required:
        text.append_text(said(f" (required: {answer.required})", "dim"))
    return text


def _counts(counts: ProposalCounts) -> str:
    excluded = ", ".join(f"{one.rule} {one.excluded}" for one in counts.excluded)
    return (
        f"job group {counts.roster_size} · considered {counts.considered} · "
        f"eligible {counts.eligible} · near misses {counts.near_misses} · "
        f"cannot confirm {counts.cannot_confirm} · excluded by {excluded or 'no rule'}"
    )


def _changes(changes: ListChanges) -> Text:
    moved = (f"{one.candidate_id} from {one.from_rank} to {one.to_rank}" for one in changes.moved)
    parts = (
        ("entered", "green", ", ".join(changes.entered)),
        ("left", "red", ", ".join(changes.left)),
        ("moved", "cyan", ", ".join(moved)),
    )
    told = (Text(f"{word} ", style).append_text(said(who)) for word, style, who in parts if who)
    return joined(told, "; ")


def _basis(event: ProposalEvent) -> Iterator[Line]:
    """What the answer rests on, and who decides."""
    if isinstance(event, ProposalListing):
        yield from _measure(event)
    rules = event.rule_set
    policy = f"{rules.rule_set_id} v{rules.version} ({rules.sha256[:8]})" if rules else "none"
    place = event.position
    yield line(
        "decided",
        said(
            f"as of {event.as_of} at {place.log}/{place.partition} record {place.count}, "
            f"rule set {policy}, decision version {event.decision_version}",
            "dim",
        ),
    )
    if isinstance(event, ProposalListing):
        yield line("note", said(event.recommendation, "italic"))


def _measure(event: ProposalListing) -> Iterator[Line]:
    if required := _required(event):
        rules = (said(f"{rule} {text}") for rule, text in required.items())
        yield line("rules", joined(rules, " · "))
    yield line("counts", _counts(event.counts))
    if changed := _changes(event.changes):
        yield line("changes", changed)
