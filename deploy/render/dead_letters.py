"""Dead letters as a list, and one of them as far as it can be read."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from deploy.rejected.letters import Letter
from deploy.rejected.retry import Retry
from deploy.render.rejected import rejected_lines
from deploy.render.words import line, lines, said
from schemas.events import EventRejected
from schemas.text import to_json

BYTES_SHOWN = 512
_BYTES_A_LINE = 16


def letters_list(found: Iterable[Letter], arrived: Collection[str]) -> Iterator[RenderableType]:
    """Two lines for each; `arrived`: ids of events that came through since."""
    for letter in found:
        event = letter.event
        what = event.event_type or "a record that cannot be told"
        since = ", arrived since" if event.causation_id in arrived else ""
        yield said(f"{letter.place}  {event.reason}  {what} from {letter.origin}{since}", "bold")
        yield Padding(said(event.detail), (0, 0, 0, 4))


def letter_page(letter: Letter, event: Any | None) -> RenderableType:
    """`event`: what its bytes say, where they can be read."""
    parts: list[RenderableType] = [rejected_lines(letter.event), lines(_record(letter.event)), ""]
    if event is None:
        parts.append(said(hexadecimal(letter.event.value or b"")))
    else:
        parts.append(said_json(to_json(event)))
    parts += ["", said(advice(letter, readable=event is not None))]
    return Group(*parts)


def advice(letter: Letter, *, readable: bool) -> str:
    command = f"pathways rejected retry {letter.place}"
    if not readable:
        return f"To publish what was meant: {command} --with-correction FILE.json, the whole event"
    if letter.event.reason in ("MALFORMED", "CONTRADICTORY", "FAR_FUTURE"):
        return f"To publish it corrected: {command} --set field=value"
    return f"To publish it again where it belongs: {command}"


def hexadecimal(value: bytes) -> str:
    """The first bytes, sixteen a line, with the signs that can be read beside them."""
    rows = []
    for start in range(0, min(len(value), BYTES_SHOWN), _BYTES_A_LINE):
        part = value[start : start + _BYTES_A_LINE]
        signs = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        rows.append(f"{start:06x}  {part.hex(' '):<47}  {signs}")
    if len(value) > BYTES_SHOWN:
        rows.append(f"... and {len(value) - BYTES_SHOWN} bytes more (--json has them all)")
    return "\n".join(rows) or "no bytes"


def retries_table(ready: Iterable[Retry]) -> Table:
    table = _table("place", "event", "event_id", "to", "as")
    for one in ready:
        how = "corrected" if one.changed else "it was"
        name = type(one.event).__name__
        row = (one.letter.place, name, one.event.event_id, one.topic, how)
        table.add_row(*(said(cell) for cell in row))
    return table


def said_json(document: dict[str, Any]) -> RenderableType:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return Group(*(said(row) for row in text.splitlines()))


def _record(event: EventRejected) -> list[tuple[str, Any]]:
    key = "none" if event.key is None else event.key.decode(errors="replace")
    rows = [line("key", key)]
    for header in event.headers:
        rows.append(
            line("header", f"{header.name}: {(header.value or b'').decode(errors='replace')}")
        )
    return rows


def _table(*headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        table.add_column(heading, no_wrap=heading in ("place", "from", "reason"))
    return table
