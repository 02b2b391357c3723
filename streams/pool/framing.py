"""Frames membership state without encoding again what came encoded.

A membership's state is its record as it came between a few values that many memberships share. The
codec encodes those once for each combination, and the record is laid in between.
"""

from functools import lru_cache

from schemas.codec import HEADER_BYTES, encode
from schemas.events import PooledMembership
from schemas.varint import long_bytes
from streams.pool import DECISION_VERSION
from streams.pool.roster import said_in_words
from streams.pool.table import Published

_COMBINATIONS_MAX = 1 << 16


def framed_membership(recorded: bytes, said: Published) -> bytes:
    """The same bytes as the codec makes of `membership_state`."""
    before, after = _around(said)
    return b"".join((before, long_bytes(len(recorded)), recorded, after))


def membership_state(recorded: bytes, said: Published) -> PooledMembership:
    return PooledMembership(
        decision_version=DECISION_VERSION, recorded=recorded, **said_in_words(said)
    )


@lru_cache(_COMBINATIONS_MAX)
def _around(said: Published) -> tuple[bytes, bytes]:
    """What stands before and after `recorded`, the second field: its length is one zero byte."""
    empty = encode(membership_state(b"", said))
    before = HEADER_BYTES + len(long_bytes(DECISION_VERSION))
    return empty[:before], empty[before + 1 :]
