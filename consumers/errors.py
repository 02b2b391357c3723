"""What can go wrong while results are read or kept.

ConsumerError
├── Unreachable          no broker answered at the address
├── UnknownTopics        topics to be read do not exist
├── UndecodableRecord    a record of our own topics does not follow the contract
└── ProjectionError      the read model cannot go on
    ├── WrongDatabase    the tables are of another model, or of other topics
    └── Superseded       another projection has taken the database over
"""

from collections.abc import Iterable


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
