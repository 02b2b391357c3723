"""Why something was said of a vacancy, as a page: the event, what led to it, what it rests on."""

from collections import defaultdict
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.plain_words import counted, moment, place, spaced
from deploy.render.proposal import Detail, proposal_panel
from deploy.render.words import Line, line, lines, said, section
from streams.history.explain.events_seen import EventSeen
from streams.history.explain.proposal_explained import CauseSeen, ProposalExplained, Step

CHANGES_SHOWN = 30


def account_page(explained: ProposalExplained, detail: Detail) -> RenderableType:
    return Group(
        section("What was said of this vacancy", _story(explained)),
        section("What was said", proposal_panel(explained.event, detail=detail)),
        section("Why it was said", lines(_why(explained))),
        section("What it rests on", _evidence(explained, every=detail == "evidence")),
    )


def _story(explained: ProposalExplained) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    for _ in range(4):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for step in explained.story:
        here = step.revision == explained.event.revision
        table.add_row(
            "→" if here else "",
            "" if step.revision is None else str(step.revision),
            str(step.as_of),
            said(_kind(step), "bold" if here else ""),
            said(step.reason, "" if here else "dim"),
        )
    return table


def _kind(step: Step) -> str:
    return spaced(step.kind).removeprefix("proposal ")


def _why(explained: ProposalExplained) -> Iterator[Line]:
    event = explained.event
    yield line("because", said(event.reason, "bold"))
    for label, words in zip(_once("changed"), _changed(explained), strict=False):
        yield line(label, words)
    for label, cause in zip(_once("cause"), explained.causes, strict=False):
        yield line(label, _cause(cause))
    yield line("policy", _policy(explained))
    yield line("decided", f"with everything up to {place(event.position)}, as of {event.as_of}")
    yield line("stands", f"in {place(explained.position)}")


def _changed(explained: ProposalExplained) -> Iterator[str]:
    yield from explained.changed[:CHANGES_SHOWN]
    if len(explained.changed) > CHANGES_SHOWN:
        yield f"and {len(explained.changed) - CHANGES_SHOWN} more changes; --json has them all"


def _once(label: str) -> Iterator[str]:
    yield label
    while True:
        yield ""


def _cause(cause: CauseSeen) -> Text:
    text = said(cause.cause.reason)
    if cause.event is None:
        return text.append_text(said(f" ({cause.cause.event_id}, in no log)", "bold red"))
    when = f"took effect {moment(cause.event.occurred_at)}"
    recorded = f"recorded {moment(cause.event.recorded_at)}"
    return text.append_text(said(f"  {when}, {recorded}, {place(cause.event.position)}", "dim"))


def _policy(explained: ProposalExplained) -> str:
    used, seen = explained.event.rule_set, explained.policy
    if used is None:
        return "none was needed"
    name = f"{used.rule_set_id} version {used.version} ({used.sha256[:8]})"
    if seen is None:
        return f"{name}, which the log does not hold"
    return f"{name}, in effect from {seen.effective_from}, {place(seen.published.position)}"


def _evidence(explained: ProposalExplained, *, every: bool) -> RenderableType:
    if not explained.evidence:
        return said("on no fact about a person", "dim")
    parts: list[RenderableType] = [_all(explained) if every else _kinds(explained)]
    if explained.unresolved:
        text = f"not found in the logs: {', '.join(explained.unresolved)}"
        parts.append(said(text, "bold red"))
    return Group(*parts)


def _kinds(explained: ProposalExplained) -> RenderableType:
    of_kind: dict[str, list[EventSeen]] = defaultdict(list)
    for event in explained.evidence:
        of_kind[event.event_type].append(event)
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for kind, events in sorted(of_kind.items(), key=lambda it: (-len(it[1]), it[0])):
        first, last = events[0].occurred_at.date(), events[-1].occurred_at.date()
        between = f"on {first}" if first == last else f"from {first} to {last}"
        table.add_row(str(len(events)), said(spaced(kind)), said(between, "dim"))
    total = counted(len(explained.evidence), "event")
    note = f"{total} in all; --detail evidence names each one"
    return Group(table, said(note, "dim"))


def _all(explained: ProposalExplained) -> Table:
    table = Table.grid(padding=(0, 2))
    for event in explained.evidence:
        table.add_row(
            moment(event.occurred_at),
            said(spaced(event.event_type)),
            said(event.event_id),
            said(place(event.position), "dim"),
        )
    return table
