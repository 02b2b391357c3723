"""What a proposal says, apart from when, why and at which revision it says so."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

_Item = TypeVar("_Item")

LIST_BYTES_MAX = 256 * 1024
"""A longer list is cut, its full count stays: three lists and the rest fit one record."""


def as_text(value: Any) -> str:
    """Canonical JSON of records, strings and numbers; not smaller than the same in Avro."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def digest(kind: str, content: Mapping[str, Any]) -> bytes:
    """Equal for two events exactly if they say the same."""
    return sha256(as_text([kind, sorted(content.items())]).encode()).digest()


def fitting(items: Sequence[_Item]) -> tuple[_Item, ...]:
    """As many of the first items as stay within `LIST_BYTES_MAX`."""
    size = 0
    for number, item in enumerate(items):
        size += len(as_text(item))
        if size > LIST_BYTES_MAX:
            return tuple(items[:number])
    return tuple(items)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)
