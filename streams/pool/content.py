"""What a proposal says, apart from when, why and at which revision it says so; and how large it is.

Sizes are those of the text that is compared. It is never shorter than the record, for it names each
field.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

LIST_BYTES_MAX = 208 * 1024
"""Of each list of a proposal that would be too large: it is cut, its full count stays."""
LISTS_BYTES_MAX = 4 * LIST_BYTES_MAX
"""Of all four. The rest of a record's mebibyte is for what stands beside them: the tier rule, the
balance, causes, changes, path, and how far people have come."""


def digest(kind: str, content: Mapping[str, Any]) -> bytes:
    """Equal for two events exactly if they say the same."""
    return sha256(_text([kind, sorted(content.items())])).digest()


class Entry(NamedTuple):
    """What is said of one person on a list, and the text by which that is compared."""

    said: Any
    text: bytes


def entry_of(said: object) -> Entry:
    return Entry(said, _text(said))


@dataclass(frozen=True, slots=True)
class Bounded:
    """The lists of a proposal as they fit a record."""

    lists: dict[str, tuple[Any, ...]]
    text: bytes
    """What they are compared by."""


def bounded(lists: Mapping[str, Sequence[Entry]]) -> Bounded:
    """Each is cut where they do not fit a record together."""
    text = _text_of_lists(lists)
    if len(text) > LISTS_BYTES_MAX:
        lists = {name: fitting(entries) for name, entries in lists.items()}
        text = _text_of_lists(lists)
    said = {name: tuple(entry.said for entry in entries) for name, entries in lists.items()}
    return Bounded(said, text)


def listing_digest(people: Bounded, beside: Mapping[str, Any]) -> bytes:
    """Of a whole listing: its lists, and what stands beside them."""
    return sha256(people.text + _text(sorted(beside.items()))).digest()


def fitting(entries: Sequence[Entry]) -> Sequence[Entry]:
    """As many of the first ones as stay within `LIST_BYTES_MAX`."""
    size = 0
    for number, entry in enumerate(entries):
        size += len(entry.text)
        if size > LIST_BYTES_MAX:
            return entries[:number]
    return entries


def _text_of_lists(lists: Mapping[str, Sequence[Entry]]) -> bytes:
    """As `_text` writes them, from what was written of each person."""
    of_each = (
        b"%b:[%b]" % (_text(name), b",".join(entry.text for entry in entries))
        for name, entries in lists.items()
    )
    return b"{%b}" % b",".join(of_each)


def _text(said: object) -> bytes:
    return _ENCODER.encode(said).encode()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)


# Nothing frozen contains itself, so that nobody need look for circles.
_ENCODER = json.JSONEncoder(
    default=_plain, separators=(",", ":"), ensure_ascii=False, check_circular=False
)
