"""A decision that could not count: what was wrong, what stands, and what to do."""

from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from deploy.render.words import line, lines, said
from schemas.events import DecisionRefused


def refusal_panel(event: DecisionRefused) -> RenderableType:
    seen = "no revision" if event.revision_seen is None else f"revision {event.revision_seen}"
    decision = f"{event.decision_type} {event.decision_event_id}, taken on {seen}"
    title = Text.assemble((" REFUSED ", "bold red"), said(f"{event.decision_type} "))
    current = event.revision_current
    stands = f"revision {current} stands" if current else "there is no proposal yet"
    return Panel(
        lines(
            (
                line("decision", decision),
                line("because", said(event.reason, "bold")),
                line("stands", stands),
                line("remedy", said(event.remedy, "bold green")),
            )
        ),
        title=title,
        title_align="left",
        subtitle=said(f" {event.vacancy_id} · {event.job_group} · as of {event.as_of} "),
        subtitle_align="right",
        border_style="red",
        padding=(0, 1),
    )
