"""Dead letters: `pathways.rejected`, keyed as the original was."""

from dataclasses import dataclass
from typing import Literal

from schemas.events.envelope import Event

RejectionReason = Literal[
    "NO_VALUE",
    "UNKNOWN_FRAMING",
    "UNKNOWN_SCHEMA",
    "UNDECODABLE",
    "WRONG_TOPIC",
    "MALFORMED",
    "CONTRADICTORY",
    "FAR_FUTURE",
    "TOO_LARGE",
]


@dataclass(frozen=True, kw_only=True)
class RecordHeader:
    """One Kafka header of the original record."""

    name: str
    value: bytes | None


@dataclass(frozen=True, kw_only=True)
class EventRejected(Event):
    """A record that no later fact can cure, with its bytes and where it came from."""

    reason: RejectionReason
    detail: str
    """What is wrong, and where in the record."""
    remedy: str
    """What its publisher can do."""
    topic: str
    """Without the prefix."""
    partition: int
    offset: int
    event_type: str | None
    """The schema's name, where the record could be told."""
    key: bytes | None
    value: bytes | None
    """The original bytes; only their beginning where `value_size` is larger than a record holds."""
    value_size: int
    value_sha256: str
    headers: tuple[RecordHeader, ...] = ()
