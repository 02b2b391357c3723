"""What can go wrong while results are read or kept.

ConsumerError
├── Unreachable          no broker answered at the address
├── UnknownTopics        topics to be read do not exist
├── UndecodableRecord    a record of our own topics does not follow the contract
├── InboxForgot          whether a delivery was handled can no longer be told
├── WebhookError         webhooks cannot be sent as they are configured
│   ├── WrongEndpoints   the file of endpoints, or a secret that it names, cannot be used
│   ├── UnknownDelivery  no such endpoint or dead delivery
│   └── SenderReplaced   another sender has taken the database over
├── WrongTokenFile       the file of the server's tokens cannot be used
└── ProjectionError      the read model cannot go on
    ├── WrongDatabase    the tables are of another model, or of other topics
    └── Superseded       another projection has taken the database over
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path


class ConsumerError(Exception):
    """Results cannot be read or kept."""


class Unreachable(ConsumerError):
    """No broker answered at the address."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(
            f"No Kafka broker answers at {address} ({problem}). "
            "Check the address and its security settings, or start the local broker."
        )
        self.address = address


class UnknownTopics(ConsumerError):
    """Topics to be read do not exist."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = tuple(sorted(topics))
        super().__init__(
            f"These topics do not exist: {', '.join(self.topics)}. "
            "Check the topic prefix, or create them with `pathways topics create`."
        )


class UndecodableRecord(ConsumerError):
    """A record does not follow the contract; whoever reads it must not go on as if it did."""

    def __init__(self, topic: str, partition: int, offset: int, problem: str) -> None:
        super().__init__(
            f"The record at {topic}, partition {partition}, offset {offset} cannot be read: "
            f"{problem}. A newer version of the contract, or a foreign writer, may have made it."
        )
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.problem = problem


class InboxForgot(ConsumerError):
    """Whether a delivery was handled can no longer be told: notes of its time were pruned."""

    def __init__(
        self, subscriber: str, topic: str, partition: int, offset: int, until: datetime
    ) -> None:
        super().__init__(
            f"The inbox of {subscriber} has pruned its notes up to {until.isoformat()}, so whether "
            f"the delivery at {topic}, partition {partition}, offset {offset} was handled cannot "
            "be told. Let the group go on at a later time with `pathways offsets reset`, or handle "
            "everything again under another subscriber's name."
        )
        self.subscriber = subscriber
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.until = until


class WebhookError(ConsumerError):
    """Webhooks cannot be sent as they are configured."""


class WrongEndpoints(WebhookError):
    """The file of endpoints, or a secret that it names, cannot be used."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class UnknownDelivery(WebhookError):
    """No such endpoint or dead delivery."""


class SenderReplaced(WebhookError):
    """Another sender has taken the database over; nothing of this one was written since."""

    def __init__(self, sender: int) -> None:
        super().__init__(
            f"Another sender of webhooks has taken this database over from sender {sender}. "
            "Run one `pathways webhooks run` for each database; this one has stopped."
        )
        self.sender = sender


class WrongTokenFile(ConsumerError):
    """The file of the server's tokens cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path} is no file of tokens: {problem}. Make a token with `pathways token`: it tells "
            "the table to add."
        )
        self.path = path


class ProjectionError(ConsumerError):
    """The read model cannot go on."""


class WrongDatabase(ProjectionError):
    """The tables are of another model, or of other topics."""


class Superseded(ProjectionError):
    """Another projection has taken the database over; nothing of this one was written since."""

    def __init__(self, writer: int) -> None:
        super().__init__(
            f"Another projection has taken this database over from writer {writer}. "
            "Run one projection for each database; this one has stopped without writing."
        )
        self.writer = writer
