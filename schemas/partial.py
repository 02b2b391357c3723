"""Opens records in part: how they begin, and of all else what is not as it was before."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Generic, NamedTuple, TypeVar

from schemas import codec
from schemas.parts import layout_of
from schemas.records import loader

Head = TypeVar("Head")
UNKNOWN: Sequence[int] = ()
"""Where the parts of a record end that was never divided."""


class Begun(NamedTuple, Generic[Head]):
    """A record of which only the beginning is open."""

    head: Head
    value: bytes
    end: int
    """Of the beginning, in the value."""


class PartialDecoder(Generic[Head]):
    """Of the newest schema of a record; the others are few, and the codec opens them whole."""

    def __init__(self, record: type[Any], head: type[Head]) -> None:
        """`head` has the fields with which the record begins, up to one that may be empty."""
        self._layout = layout_of(record.__name__)
        self._load_head = loader(head)

    def opens(self, value: bytes) -> bool:
        return value.startswith(self._layout.header)

    def begin(self, value: bytes) -> Begun[Head]:
        """Raises Undecodable."""
        buffer, first = BytesIO(value), self._layout.parts[0]
        buffer.seek(codec.HEADER_BYTES)
        values = codec.read(buffer, first.record.__name__, first.schema)
        return Begun(self._load_head(values), value, buffer.tell())

    def differing(
        self, begun: Begun[Head], before: bytes = b"", ends: Sequence[int] = UNKNOWN
    ) -> tuple[dict[str, Any], Sequence[int]]:
        """The fields, beyond the beginning, that are not as in an earlier value, and where the
        parts of this one end.

        `ends` is what was answered for the earlier value; without it every field is answered.
        Raises Undecodable.
        """
        found: dict[str, Any] = {}
        value, position = begun.value, begun.end
        reached, number, parts = array("I", (position,)), 1, len(self._layout.parts)
        buffer = BytesIO(value)
        while number < parts:
            if ends:
                other = _first_other(value, position, before, ends, number)
                shift = position - ends[number - 1]
                reached.extend([end + shift for end in ends[number:other]])
                number, position = other, ends[other - 1] + shift
                if other == parts:
                    break
            position = self._read(number, value, position, buffer, found)
            reached.append(position)
            number += 1
        codec.require_end(value, position)
        return found, reached

    def field(self, name: str, value: bytes, ends: Sequence[int]) -> Any:
        """A field beyond the beginning, of a value whose parts are known to end there."""
        number = next(it for it, part in enumerate(self._layout.parts) if name in part.names)
        found: dict[str, Any] = {}
        self._read(number, value, ends[number - 1], BytesIO(value), found)
        return found[name]

    def _read(
        self, number: int, value: bytes, position: int, buffer: BytesIO, found: dict[str, Any]
    ) -> int:
        """Adds the fields of one part, and answers where it ends."""
        part, (empty, empty_bytes) = self._layout.parts[number], self._layout.empty[number]
        if empty_bytes and value.startswith(empty_bytes, position):
            found[part.names[0]] = empty
            return position + len(empty_bytes)
        buffer.seek(position)
        found.update(part.read(buffer))
        return buffer.tell()


def _first_other(
    value: bytes, position: int, before: bytes, ends: Sequence[int], number: int
) -> int:
    """The first part from a number on that is not as before, or how many parts there are."""
    start = ends[number - 1]

    def differs(it: int) -> bool:
        return not value.startswith(before[start : ends[it]], position)

    return bisect_left(range(len(ends)), True, lo=number, key=differs)
