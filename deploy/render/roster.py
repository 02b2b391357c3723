"""One change of the roster, in a line."""

from rich.console import RenderableType
from rich.text import Text

from deploy.render.words import rating, said
from schemas.events import MembershipEvent

STATUS_STYLE = {
    "ACTIVE": "green",
    "ON_HOLD": "yellow",
    "COMMITTED": "cyan",
    "EXPIRED": "red",
    "REMOVED": "red",
    "SUSPENDED": "bold red",
    "PLACED": "cyan",
    "WITHDRAWN": "red",
}


def roster_line(event: MembershipEvent) -> RenderableType:
    if event.valid_from is None:
        valid = "no basis"
    else:
        valid = f"{event.valid_from} to {event.valid_until or 'no end'}"
    return Text("  ").join(
        [
            said(event.as_of, "dim"),
            said(event.candidate_id, "bold"),
            said(f"{event.job_group}/{event.grade}"),
            said(event.status, STATUS_STYLE.get(event.status, "")),
            rating(event.rating),
            said(f"{valid} ({', '.join(event.bases) or 'none'})", "dim"),
            said(event.reason),
            said(f"v{event.version}", "dim"),
        ]
    )
