"""A proposal as a page that a person can check: who, why, what is missing, what changed."""

from collections.abc import Iterator
from typing import Literal

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from deploy.render.diversity import diversity_sections
from deploy.render.evidence import evidence_sections
from deploy.render.excluded import answer_text, excluded_sections
from deploy.render.ranked import ranked_sections
from deploy.render.rule_matrix import matrix_sections
from deploy.render.vocabulary import rule_name
from deploy.render.words import Line, joined, line, lines, said, thousands
from schemas.events import (
    ListChanges,
    ProposalAdvised,
    ProposalCounts,
    ProposalDeferred,
    ProposalEvent,
    ProposalExpired,
    ProposalHeld,
    ProposalListing,
    ProposalRevised,
    ProposalWithdrawn,
)

Detail = Literal["brief", "page", "evidence"]
"""Who and what to mind; with the scores, all rules and the balance; with every fact and event."""

CAUSES_SHOWN = 5
"""A list that appears may rest on everything known about its vacancy."""

_BORDER = {
    "ProposalEmitted": "green",
    "ProposalRevised": "cyan",
    "ProposalWithdrawn": "red",
    "ProposalDeferred": "magenta",
    "ProposalHeld": "yellow",
    "ProposalExpired": "red",
    "ProposalAdvised": "yellow",
}


def proposal_panel(
    event: ProposalEvent, latency_ms: float | None = None, detail: Detail = "page"
) -> RenderableType:
    """`latency_ms`: from the vacancy, or whatever caused this, to its arrival here."""
    listing = event if isinstance(event, ProposalListing) else None
    blocks: list[RenderableType] = [lines(_facts(event))]
    if listing is not None:
        blocks += _parts(listing, detail)
    blocks.append(lines(_basis(event)))
    kind = type(event).__name__
    title = Text.assemble(
        (f" {kind.removeprefix('Proposal').upper()} ", f"bold {_BORDER[kind]}"),
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
        border_style=_BORDER[kind],
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
    yield line("path", event.path, *((": ", answer_text(path)) if path else ()))
    if path is None or event.reason != f"{event.path}: {path.held}":
        yield line(_REASON_LABEL.get(type(event), "because"), said(event.reason, "bold"))
    yield from _changed(event)
    yield from _causes(event)
    if isinstance(event, ProposalHeld):
        yield line("missing", joined(map(said, event.missing), "; "))
    if isinstance(event, ProposalListing):
        yield from _stage(event)
        yield line("people", _counts(event.counts))
        yield from _tiers(event)
        if event.explanation:
            yield line("no list", said(event.explanation, "bold yellow"))


_REASON_LABEL: dict[type[ProposalEvent], str] = {
    ProposalWithdrawn: "withdrawn",
    ProposalDeferred: "deferred",
    ProposalHeld: "held",
    ProposalExpired: "expired",
    ProposalAdvised: "advice",
}


def _station(event: ProposalListing) -> str:
    key = f"{event.duty_station.country}/{event.duty_station.city_code}"
    name = f"{event.duty_station_name} ({key})" if event.duty_station_name else key
    hardship = f"hardship {event.hardship_class or 'not known'}"
    family = {"FAMILY": "family", "NON_FAMILY": "non-family", None: "family status not known"}
    return f"{name}, {hardship}, {family[event.family_status]}"


def _changed(event: ProposalEvent) -> Iterator[Line]:
    if isinstance(event, ProposalExpired):
        yield line("", f"it stands no longer from {event.expired_on}")
    if isinstance(event, ProposalAdvised):
        yield line("reviewed", f"revision {event.reviewed_revision} stands as it was reviewed")
        if changed := _changes(event.changes):
            yield line("a new one", "would change: ", changed)
        for warning in event.warnings:
            yield line("", said(f"! {warning}", "yellow"))
    elif isinstance(event, ProposalRevised) and (changed := _changes(event.changes)):
        yield line("changes", changed)


def _causes(event: ProposalEvent) -> Iterator[Line]:
    for cause in event.causes[:CAUSES_SHOWN]:
        # The reason may begin with the type already.
        known = cause.reason.startswith(cause.event_type)
        named = cause.event_id if known else f"{cause.event_type} {cause.event_id}"
        yield line("cause", said(f"{cause.reason} ({named})", "dim"))
    if len(event.causes) > CAUSES_SHOWN:
        yield line("", said(f"and {len(event.causes) - CAUSES_SHOWN} more causes", "dim"))


def _changes(changes: ListChanges) -> Text:
    moved = (f"{one.candidate_id} from {one.from_rank} to {one.to_rank}" for one in changes.moved)
    parts = (
        ("entered", "green", ", ".join(changes.entered)),
        ("left", "red", ", ".join(changes.left)),
        ("moved", "cyan", ", ".join(moved)),
    )
    told = (Text(f"{word} ", style).append_text(said(who)) for word, style, who in parts if who)
    return joined(told, "; ")


def _stage(event: ProposalListing) -> Iterator[Line]:
    if event.shortlisted:
        yield line("shortlist", ", ".join(event.shortlisted))
    for offer in event.offers_out:
        until = f"reply by {offer.reply_by}" if offer.reply_by else "no date to reply by"
        yield line("offer out", said(f"{offer.candidate_id}, {until} ({offer.offer_id})", "cyan"))


def _counts(counts: ProposalCounts) -> Text:
    """From the whole roster to those who could take the post, as people ask for it."""
    steps = (
        f"{thousands(counts.roster_size)} in the job group",
        f"{thousands(counts.considered)} considered",
    )
    text = said(" → ".join(steps) + " → ")
    text.append(f"{thousands(counts.eligible)} eligible", "bold green")
    apart = (
        f"near misses {thousands(counts.near_misses)}",
        f"cannot confirm {thousands(counts.cannot_confirm)}",
    )
    text.append_text(said(" · " + " · ".join(apart)))
    for verb, rules in (("excluded by", counts.excluded), ("waived", counts.waived)):
        told = ", ".join(
            f"{rule_name(one.rule)} {thousands(one.excluded)}" for one in rules if one.excluded
        )
        if told:
            text.append_text(said(f" · {verb} {told}"))
    return text


def _tiers(event: ProposalListing) -> Iterator[Line]:
    """What the vacancy's notice says of the order, as it says it."""
    if event.tier_rule is None:
        return
    clauses = " or ".join(clause.clause for clause in event.tier_rule.first)
    yield line("tiers", "first ", said(clauses, "italic"), f" ({event.tier_rule.tier_rule_id})")


def _parts(event: ProposalListing, detail: Detail) -> Iterator[RenderableType]:
    yield from ranked_sections(event, brief=detail == "brief")
    yield from excluded_sections(event)
    if detail != "brief":
        yield from matrix_sections(event)
        yield from diversity_sections(event.diversity)
    if detail == "evidence":
        yield from evidence_sections(event)
    yield Text("")


def _basis(event: ProposalEvent) -> Iterator[Line]:
    """What the answer rests on, and who decides."""
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
        yield line("note", said(event.recommendation, "bold italic"))
