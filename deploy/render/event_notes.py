"""Events as numbered notes: an answer names the number, the last part of a page tells the rest."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.plain_words import moment, place, spaced
from deploy.render.words import said
from streams.history.explain.events_seen import EventSeen


class Notes:
    """Numbers the events in the order given, the first is 1."""

    def __init__(self, events: Sequence[EventSeen]) -> None:
        self.events = events
        self._numbers = {one.event_id: number for number, one in enumerate(events, start=1)}

    def marks(self, evidence: Iterable[str]) -> Text:
        """`  from [1] [4]`; an event that no log holds is named by its id."""
        numbers = dict.fromkeys(self._mark(one) for one in evidence)
        return said(f"  from {' '.join(numbers)}" if numbers else "", "dim")

    def table(self, *, ids: bool) -> RenderableType:
        """With the ids each event takes two lines."""
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
        table.add_column("", justify="right", no_wrap=True)
        for heading in ("what", "took effect", "recorded", "where it stands"):
            table.add_column(heading, no_wrap=heading != "what")
        for number, event in enumerate(self.events, start=1):
            what = said(spaced(event.event_type))
            if ids:
                what.append("\n").append_text(said(event.event_id, "dim"))
            table.add_row(
                f"\\[{number}]",
                what,
                moment(event.occurred_at),
                moment(event.recorded_at),
                said(place(event.position), "dim"),
            )
        return table

    def _mark(self, event_id: str) -> str:
        number = self._numbers.get(event_id)
        return event_id if number is None else f"[{number}]"
