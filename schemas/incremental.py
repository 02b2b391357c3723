"""Encodes records again each time they have changed: of their parts only those that did."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from schemas.parts import NOTHING, Layout, layout_of


class _Written(NamedTuple):
    """A record as it was written, so far as it can be taken over."""

    values: Sequence[Any]
    """Of all fields."""
    pieces: Sequence[bytes]
    """Of all parts."""


class IncrementalEncoder:
    """Keeps what it wrote last of each of some kindred records, such as those of one person, and
    takes from it the bytes of every part that has not changed.

    The bytes are those of `codec.encode`: equal values of a field are written alike.
    """

    __slots__ = ("_last", "_layout", "_of")

    def __init__(self, record: type[Any]) -> None:
        self._layout = layout_of(record.__name__)
        self._of: dict[Hashable, _Written] = {}
        self._last = _nothing(self._layout)
        """Whichever came last: what kindred records share is mostly the very same object."""

    def encode(self, record: Any, key: Hashable = None) -> bytes:
        """`key` tells kindred records apart. Raises Unencodable where a value does not fit."""
        layout, last, fields = self._layout, self._last, vars(record)
        before = self._of.get(key, last)
        values, pieces = layout.take(fields), list(before.pieces)
        known = zip(layout.part_of, values, before.values, last.values, strict=True)
        changed = {
            part: now is kindred
            for part, now, was, kindred in known
            if now is not was and now != was
        }
        for number, shared in changed.items():
            part, (empty, empty_bytes) = layout.parts[number], layout.empty[number]
            if fields[part.names[0]] is empty:
                pieces[number] = empty_bytes
            elif shared and len(part.names) == 1:
                pieces[number] = last.pieces[number]
            else:
                pieces[number] = part.write(fields)
        self._of[key] = self._last = _Written(values, pieces)
        return layout.header + b"".join(pieces)


def _nothing(layout: Layout) -> _Written:
    return _Written((NOTHING,) * len(layout.part_of), (b"",) * len(layout.parts))
