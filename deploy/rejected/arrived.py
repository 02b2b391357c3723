"""Whether an event that was refused has arrived since, in whatever upstream topic."""

from collections.abc import Collection, Iterator

from schemas.codec import HEADER_BYTES, MARKER
from schemas.framing import CONFLUENT_HEADER_BYTES
from schemas.topics import UPSTREAM
from streams.history.logs import LogReader, places


def arrived(reader: LogReader, ids: Collection[str], refused: Collection[str]) -> set[str]:
    """Of the ids, those that an upstream record carries which was not refused itself.

    `refused` are the places of refused records, as topic/partition/offset. Reads the topics whole,
    but of each record only its first field, the id.
    """
    wanted = {one.encode(): one for one in ids}
    found = set()
    for origin, event_id in _ids(reader):
        if event_id in wanted and origin not in refused:
            found.add(wanted[event_id])
    return found


def _ids(reader: LogReader) -> Iterator[tuple[str, bytes]]:
    for topic in UPSTREAM:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                for record in chunk:
                    if record.value:
                        yield f"{place}/{record.offset}", first_text(record.value)


def first_text(value: bytes) -> bytes:
    """The first field of a framed body, a text, without decoding the rest; may be anything at all
    where the bytes are no event."""
    start = HEADER_BYTES if value[:2] == MARKER else CONFLUENT_HEADER_BYTES
    length, shift = 0, 0
    for index, byte in enumerate(value[start : start + 5], start + 1):
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value[index : index + (length >> 1)]
    return b""
