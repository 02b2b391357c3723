"""The first fields of a framed event, read without decoding the rest of it.

Every event's schema begins with the envelope: its id, and the two times as Avro writes them.
"""

from typing import NamedTuple

from schemas import schema_files
from schemas.codec import HEADER_BYTES, MARKER


class Envelope(NamedTuple):
    """As far as it is needed to find an event, or to place one beside it."""

    event_id: bytes
    recorded_us: int
    """Microseconds since 1970."""


def headers_of(*names: str) -> frozenset[bytes]:
    """How records of these events begin, whatever version of their schemas wrote them."""
    return frozenset(
        MARKER + version.fingerprint for name in names for version in schema_files.versions_of(name)
    )


def header(value: bytes) -> bytes:
    return value[:HEADER_BYTES]


def event_id(value: bytes) -> bytes:
    size, at = _long(value, HEADER_BYTES)
    return value[at : at + size]


def envelope(value: bytes) -> Envelope:
    size, at = _long(value, HEADER_BYTES)
    _, after = _long(value, at + size)
    recorded, _ = _long(value, after)
    return Envelope(value[at : at + size], recorded)


def _long(value: bytes, at: int) -> tuple[int, int]:
    """An Avro long (zigzag, seven bits a byte, the lowest first), and where it ends."""
    shift = number = 0
    while True:
        byte = value[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), at
        shift += 7
