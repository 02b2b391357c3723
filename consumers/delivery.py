"""One record of Kafka as a reader gets it: the event, and where it stood."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from consumers.errors import UndecodableRecord
from schemas.codec import decode
from schemas.errors import ContractError
from schemas.events import Event

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class KafkaRecord(Protocol):
    """The part of kafka-python's record that we rely on."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event and its place in Kafka."""

    event: Event | None
    """None: whatever stood under this key was erased (a tombstone); forget it."""
    topic: str
    """Without the prefix: `proposals`."""
    partition: int
    offset: int
    key: bytes | None
    timestamp: datetime
    """When the record was written, in UTC, by its writer's clock; to the millisecond."""


def delivery(record: KafkaRecord, prefix: str) -> Delivery:
    """Raises UndecodableRecord, which names the record's place."""
    return Delivery(
        event=_event(record),
        topic=record.topic.removeprefix(prefix),
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        timestamp=_EPOCH + timedelta(milliseconds=record.timestamp),
    )


def _event(record: KafkaRecord) -> Event | None:
    if record.value is None:
        return None
    try:
        event = decode(record.value)
    except ContractError as error:
        place = record.topic, record.partition, record.offset
        raise UndecodableRecord(*place, str(error)) from error
    if not isinstance(event, Event):
        name = type(event).__name__
        raise UndecodableRecord(
            record.topic, record.partition, record.offset, f"{name} is no event"
        )
    return event
