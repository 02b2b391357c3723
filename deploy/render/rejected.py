"""A dead letter: what is wrong, where it stood, and what its publisher can do."""

from rich.console import RenderableType

from deploy.render.words import line, lines, said
from schemas.events import EventRejected

_BYTES_SHOWN = 24


def rejected_lines(event: EventRejected) -> RenderableType:
    place = f"{event.topic}/{event.partition} at {event.offset}"
    what = event.event_type or "a record that could not be told"
    return lines(
        (
            line("rejected", said(event.reason, "bold red"), f" {what} from {place}"),
            line("", event.detail),
            line("remedy", event.remedy),
            line("bytes", _bytes(event)),
        )
    )


def _bytes(event: EventRejected) -> str:
    if event.value is None:
        return "no value"
    start = event.value[:_BYTES_SHOWN].hex(" ")
    more = " ..." if event.value_size > _BYTES_SHOWN else ""
    return f"{event.value_size} bytes: {start}{more}; sha256 {event.value_sha256[:16]}"
