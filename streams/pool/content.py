"""What a proposal says, apart from when, why and at which revision it says so; and how large it is.

Sizes are those of the text that is compared. It is never shorter than the record, for it names each
field.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

Item = TypeVar("Item")

LIST_BYTES_MAX = 208 * 1024
"""Of each list of a proposal that would be too large: it is cut, its full count stays."""
LISTS_BYTES_MAX = 4 * LIST_BYTES_MAX
"""Of all four. The rest of a record's mebibyte is for what stands beside them: the tier rule, the
balance, causes, changes, path, and how far people have come."""


def digest(kind: str, content: Mapping[str, Any]) -> bytes:
    """Equal for two events exactly if they say the same."""
    return sha256(_text([kind, sorted(content.items())])).digest()


@dataclass(frozen=True, slots=True)
class Bounded:
    """The lists of a proposal as they fit a record."""

    lists: dict[str, tuple[Any, ...]]
    text: bytes
    """What they are compared by."""


def bounded(lists: Mapping[str, tuple[Any, ...]]) -> Bounded:
    """Each is cut where they do not fit a record together."""
    text = _text(lists)
    if len(text) <= LISTS_BYTES_MAX:
        return Bounded(dict(lists), text)
    cut = {name: fitting(people) for name, people in lists.items()}
    return Bounded(cut, _text(cut))


def listing_digest(people: Bounded, beside: Mapping[str, Any]) -> bytes:
    """Of a whole listing: its lists, and what stands beside them."""
    return sha256(people.text + _text(sorted(beside.items()))).digest()


def fitting(items: Sequence[Item]) -> tuple[Item, ...]:
    """As many of the first items as stay within `LIST_BYTES_MAX`."""
    size = 0
    for number, item in enumerate(items):
        size += len(_text(item))
        if size > LIST_BYTES_MAX:
            return tuple(items[:number])
    return tuple(items)


def _text(said: object) -> bytes:
    return _ENCODER.encode(said).encode()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)


# Nothing frozen contains itself, so that nobody need look for circles.
_ENCODER = json.JSONEncoder(
    default=_plain, separators=(",", ":"), ensure_ascii=False, check_circular=False
)
