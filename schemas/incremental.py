"""Encodes records again each time they have changed: of their parts only those that did."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from schemas.parts import NOTHING, Layout, Part, layout_of
from schemas.varint import long_bytes

_Lists = dict[int, tuple[Sequence[Any], Sequence[bytes]]]
"""Of parts that are lists of records, each record with its bytes."""


class _Written(NamedTuple):
    """A record as it was written, so far as it can be taken over."""

    values: Sequence[Any]
    """Of all fields."""
    pieces: Sequence[bytes]
    """Of all parts."""
    lists: _Lists


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
        values, pieces, lists = layout.take(fields), list(before.pieces), before.lists.copy()
        known = zip(layout.part_of, values, before.values, last.values, strict=True)
        changed = {
            part: now is kindred and part in layout.single
            for part, now, was, kindred in known
            if now is not was and now != was
        }
        for number, shared in changed.items():
            if shared and number in last.lists:
                lists[number] = last.lists[number]
            pieces[number] = last.pieces[number] if shared else self._piece(number, fields, lists)
        self._of[key] = self._last = _Written(values, pieces, lists)
        return layout.header + b"".join(pieces)

    def _piece(self, number: int, fields: Mapping[str, Any], lists: _Lists) -> bytes:
        """The bytes of a part; a list of records is noted in `lists` with theirs."""
        part, (empty, empty_bytes) = self._layout.parts[number], self._layout.empty[number]
        value = fields[part.names[0]]
        if value is empty:
            return empty_bytes
        if part.item is None or not value:
            return part.write(fields)
        items = _items(part.item, value, *lists.get(number, ((), ())))
        lists[number] = value, items
        return long_bytes(len(items)) + b"".join(items) + _END


_END = long_bytes(0)
"""Of a list."""


def _items(
    item: Part, values: Sequence[Any], before: Sequence[Any], written: Sequence[bytes]
) -> list[bytes]:
    """The bytes of each record of a list; those that stood in the list before are taken over."""
    known = {id(value): piece for value, piece in zip(before, written, strict=True)}
    pieces = []
    for number, value in enumerate(values):
        piece = known.get(id(value))
        if piece is None and number < len(before) and value == before[number]:
            piece = written[number]
        pieces.append(item.write({"item": value}) if piece is None else piece)
    return pieces


def _nothing(layout: Layout) -> _Written:
    return _Written((NOTHING,) * len(layout.part_of), (b"",) * len(layout.parts), {})
