"""A refused record as an event of its own: the reason, the remedy, its bytes and its place."""

from collections.abc import Iterable
from hashlib import sha256

from schemas import codec
from schemas.events import EventRejected, RecordHeader
from schemas.headers import cloud_event, origin
from schemas.partitioning import partition_of
from schemas.topics import MEBIBYTE, TOPICS
from streams.engine.stage import Output, Record
from streams.intake.dates import time_of
from streams.intake.refusal import REMEDIES, Refused

SOURCE = "pathways.intake"
REJECTED = TOPICS["rejected"]

# Together, with the key once more as Kafka's own, they stay below the topic's `max.message.bytes`.
VALUE_BYTES_MAX = 2 * MEBIBYTE
"""Of a larger value the beginning is kept."""
KEY_BYTES_MAX = MEBIBYTE // 16
HEADERS_BYTES_MAX = MEBIBYTE // 8
DETAIL_CHARACTERS_MAX = 4_000


def dead_letter(record: Record, topic: str, refused: Refused) -> EventRejected:
    """`topic` is the record's, without the prefix."""
    value, key = record.value, record.key
    headers = _headers(record)
    time = time_of(record.timestamp)
    return EventRejected(
        event_id=dead_letter_id(topic, record.partition, record.offset),
        occurred_at=time,
        recorded_at=time,
        source=SOURCE,
        causation_id=refused.event_id,
        reason=refused.reason,
        detail="; ".join((refused.detail[:DETAIL_CHARACTERS_MAX], *_cut(record, headers))),
        remedy=REMEDIES[refused.reason],
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        event_type=refused.event_type,
        key=None if key is None else key[:KEY_BYTES_MAX],
        value=None if value is None else value[:VALUE_BYTES_MAX],
        value_size=len(value or b""),
        value_sha256=sha256(value or b"").hexdigest(),
        headers=headers,
    )


def rejected(record: Record, topic: str, refused: Refused, prefix: str) -> Output:
    """The dead letter's place: by the original key, as its readers would look for it."""
    event = dead_letter(record, topic, refused)
    return Output(
        REJECTED.full_name(prefix),
        partition_of(event.key or b"", REJECTED.partitions),
        event.key,
        codec.encode(event),
        (*cloud_event(event), origin(topic, record.partition, record.offset)),
    )


def _headers(record: Record) -> tuple[RecordHeader, ...]:
    kept, size = [], 0
    for name, value in record.headers:
        size += len(name.encode()) + len(value or b"")
        if size > HEADERS_BYTES_MAX:
            break
        kept.append(RecordHeader(name=name, value=value))
    return tuple(kept)


def _cut(record: Record, headers: tuple[RecordHeader, ...]) -> Iterable[str]:
    """What of the original is not in the dead letter."""
    if len(record.value or b"") > VALUE_BYTES_MAX:
        yield f"of the value the first {VALUE_BYTES_MAX} bytes are kept"
    if len(record.key or b"") > KEY_BYTES_MAX:
        yield f"of the key's {len(record.key or b'')} bytes the first {KEY_BYTES_MAX} are kept"
    if len(headers) < len(record.headers):
        yield f"of {len(record.headers)} headers the first {len(headers)} are kept"


def dead_letter_id(topic: str, partition: int, offset: int) -> str:
    """Derived from the place in the upstream's topic: the same record has the same dead letter."""
    return sha256(f"rejected\x1f{topic}\x1f{partition}\x1f{offset}".encode()).hexdigest()[:32]
