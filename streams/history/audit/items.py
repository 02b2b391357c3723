"""Records as far as an audit compares them: 48 bytes each, whatever they hold."""

import struct
from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from streams.engine.stage import Headers

REMOVED = -1
"""In place of a version: a tombstone, which stands for an erasure."""
Longs = np.ndarray[Any, np.dtype[np.int64]]
Words = np.ndarray[Any, np.dtype[np.uint64]]


class Items(NamedTuple):
    """Records of one way, from one partition of a log to one partition of a topic, in order."""

    at: Longs
    """Offset of a found record; ordinal along its way of a decided one."""
    source: Longs
    """Offset of the record that brought it about, or -1 where it does not say."""
    key: Words
    """64 bits that stand for its key."""
    digest: Words
    """128 bits that stand for key, value and headers, in two columns."""
    version: Longs
    """The decision version that a state record begins with, or REMOVED; 0 elsewhere."""

    def __len__(self) -> int:
        return len(self.at)

    def rows(self, chosen: Any) -> "Items":
        """Some of them, by a mask or by numbers."""
        return Items(*(column[chosen] for column in self))


@dataclass(slots=True)
class ItemsMaker:
    """Takes records one by one."""

    _at: "array[int]" = field(default_factory=lambda: array("q"))
    _source: "array[int]" = field(default_factory=lambda: array("q"))
    _version: "array[int]" = field(default_factory=lambda: array("q"))
    _hashes: bytearray = field(default_factory=bytearray)

    def add(self, at: int | None, source: int, hashes: bytes, version: int = 0) -> None:
        """`hashes` is what `hashed` answers; `at` None counts the records from 0."""
        self._at.append(len(self._at) if at is None else at)
        self._source.append(source)
        self._version.append(version)
        self._hashes += hashes

    def items(self) -> Items:
        hashes = np.frombuffer(bytes(self._hashes), np.uint64).reshape(-1, 3)
        return Items(
            np.frombuffer(self._at, np.int64),
            np.frombuffer(self._source, np.int64),
            np.ascontiguousarray(hashes[:, 0]),
            np.ascontiguousarray(hashes[:, 1:]),
            np.frombuffer(self._version, np.int64),
        )


def joined_items(first: Items, second: Items) -> Items:
    pairs: Any = zip(first, second, strict=True)
    return Items(*(np.concatenate(pair) for pair in pairs))


NOTHING = ItemsMaker().items()


def hashed(key: bytes | None, value: bytes | None, headers: Headers) -> bytes:
    """Eight bytes for the key, then sixteen for all of the record."""
    pieces = [key, value]
    for name, content in headers:
        pieces += (name.encode(), content)
    # Lengths come first, so that no byte can move from one piece to the next unseen.
    lengths = [-1 if piece is None else len(piece) for piece in pieces]
    whole = struct.pack(f"<{len(pieces) + 1}q", len(pieces), *lengths)
    whole += b"".join(piece for piece in pieces if piece is not None)
    # The first hash is of the key alone: a record with an altered value must find its twin.
    return blake2b(key or b"", digest_size=8).digest() + blake2b(whole, digest_size=16).digest()
