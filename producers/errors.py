"""What can keep an event from being published, and what to do about it.

ProducerError
├── Refused            the event was not sent; the fault is in the event
│   ├── UnknownEvent     not a record of the contract
│   ├── NotUpstream      a record that Pathways itself writes
│   ├── Malformed        a value is missing, out of range or contradicts another one
│   └── TooLarge         more bytes than a record may have
├── BrokerUnreachable  no Kafka answered at the address
├── BrokerRefused      Kafka answered and said no: access, a topic's limits
├── TopicMissing       the topic does not exist
├── DeliveryUnknown    no acknowledgement in time: the record may or may not be in the topic
├── Closed             the publisher was closed before
├── NotAllPublished    some events of a call were not acknowledged; it names each
├── SettingsWrong      a mapping or another file of settings cannot be used
└── SourceUnreadable   a file of facts cannot be read at all
"""

from collections.abc import Sequence
from dataclasses import dataclass


class ProducerError(Exception):
    """An event was not published."""


class Refused(ProducerError):
    """The event was not sent; the fault is in the event."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}" if where else f"{what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class UnknownEvent(Refused):
    """Not a record of the contract."""


class NotUpstream(Refused):
    """A record that Pathways itself writes."""


class Malformed(Refused):
    """A value is missing, out of range or contradicts another one."""


class TooLarge(Refused):
    """More bytes than a record may have."""


class BrokerUnreachable(ProducerError):
    """No Kafka answered at the address."""

    def __init__(self, address: str, cause: str) -> None:
        super().__init__(
            f"no Kafka answered at {address} ({cause}); check the address and that the broker runs"
            " (`pathways broker status` tells for the local one)"
        )
        self.address = address


class BrokerRefused(ProducerError):
    """Kafka answered and said no."""


class TopicMissing(ProducerError):
    """The topic does not exist, or this client may not see it."""

    def __init__(self, topic: str, address: str) -> None:
        super().__init__(
            f"there is no topic {topic} at {address}, or this client may not see it;"
            " create it with `pathways topics create`, or check the topic prefix"
        )
        self.topic = topic


class DeliveryUnknown(ProducerError):
    """No acknowledgement in time: the record may or may not be in the topic."""


class Closed(ProducerError):
    """The publisher was closed before."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An event that was not acknowledged, and why."""

    event_id: str
    error: ProducerError


class NotAllPublished(ProducerError):
    """Some events of a call were not acknowledged; what came after the first failure was not sent.

    Events already on their way when the first one failed are either among the acknowledged or
    among the failures, so that every event taken from the caller is in one of the two.
    """

    def __init__(self, acknowledged: int, failures: Sequence[Failure]) -> None:
        first = failures[0]
        super().__init__(
            f"{acknowledged} events were acknowledged, {len(failures)} were not, first"
            f" {first.event_id}: {first.error} (publishing all again is safe: an event that"
            " arrives twice counts once)"
        )
        self.acknowledged = acknowledged
        self.failures = tuple(failures)


class SettingsWrong(ProducerError):
    """A mapping or another file of settings cannot be used: where, what, and what to do."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}" if where else f"{what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class SourceUnreadable(ProducerError):
    """A file of facts cannot be read at all, so that not even its lines can be told apart."""

    def __init__(self, file: str, what: str, remedy: str) -> None:
        super().__init__(f"{file}: {what}; {remedy}")
        self.file = file
        self.what = what
        self.remedy = remedy
