"""The way to a destination: what is looked at before, and how records get there."""

from typing import Protocol

from deploy.cli.connection import KafkaSettings
from deploy.replay.destination import (
    Destination,
    ToContainer,
    ToDatabase,
    ToLines,
    ToStdout,
    ToTopics,
)
from deploy.replay.to_database import DatabaseRoute
from deploy.replay.to_file import FileRoute, StdoutRoute
from deploy.replay.to_topics import FeedingRoute, TopicsRoute
from streams.history.logs import LogReader, Logs
from streams.history.processes import Tell
from streams.history.replay.container import Container
from streams.history.replay.lines import Lines
from streams.history.replay.order import Replay
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally


class Route(Protocol):
    """Its text names the destination."""

    def check(self, reader: LogReader, *, append: bool) -> None:
        """Raises what keeps it from being written to; nothing is made or written yet."""

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        """Writes, and answers what."""


def route_to(
    destination: Destination | None, settings: KafkaSettings, order: Replay, *, resume: bool
) -> Route:
    """No destination: the topics themselves are fed again."""
    match destination:
        case None:
            return FeedingRoute(settings, order)
        case ToTopics(prefix):
            return TopicsRoute(settings, prefix, order, resume=resume)
        case ToLines(path):
            return FileRoute(path, Lines(), order, resume=resume)
        case ToContainer(path):
            return FileRoute(path, Container(order.topics, order.digest), order, resume=resume)
        case ToStdout():
            return StdoutRoute(order)
        case ToDatabase(url):
            return DatabaseRoute(url, order, resume=resume)
