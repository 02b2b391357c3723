"""Topics as a destination: scratch ones under another prefix, or upstream's own once more."""

from deploy.cli.connection import KafkaSettings
from deploy.replay.scratch_topics import make_topics, require_copyable, require_scratch
from deploy.topics import partition_counts
from schemas.topics import TOPICS
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, Logs, places
from streams.history.processes import Tell
from streams.history.replay.again import sources
from streams.history.replay.carrying import Topics, into_topics
from streams.history.replay.errors import NotReplayed
from streams.history.replay.order import Replay
from streams.history.replay.records import Done
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally
from streams.history.replay.topic_sink import fence, require_empty, require_replays, written


class TopicsRoute:
    """Scratch topics; nobody must live under their prefix."""

    def __init__(
        self, settings: KafkaSettings, prefix: str, order: Replay, *, resume: bool
    ) -> None:
        self._live, self._prefix = settings.prefix, prefix
        self._connection = settings.connect()
        self._order, self._resume = order, resume
        self._counts: dict[str, int] = {}
        self._done: Done = {}

    def __str__(self) -> str:
        return f"topics:{self._prefix}"

    def check(self, reader: LogReader, *, append: bool) -> None:
        require_copyable(self._order.topics)
        require_scratch(self._connection, self._prefix, self._live)
        self._counts = {topic: self._count(reader, topic) for topic in self._order.topics}
        there = list(partition_counts(self._connection, self._prefix, self._counts))
        if self._resume:
            logs = sources(there) if self._order.again else there
            fence(
                self._connection,
                self._prefix,
                (place for topic in logs for place in places(reader, topic)),
            )
        with KafkaLogs(self._connection, self._prefix).open() as scratch:
            if self._resume:
                self._done = written(scratch, there, self._order.digest)
            elif append:
                require_replays(scratch, there)
            else:
                require_empty(scratch, there)

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        make_topics(self._connection, self._prefix, self._counts)
        to = Topics(self._connection, self._prefix, keeps_times=True)
        return into_topics(logs, self._order, parts, self._done, to, rate, processes, tell)

    def _count(self, reader: LogReader, topic: str) -> int:
        """A copy keeps its partition; what is decided again goes where the fold says."""
        return TOPICS[topic].partitions if self._order.again else reader.partitions(topic)


class FeedingRoute:
    """The same upstream topics: their live readers take the copies."""

    def __init__(self, settings: KafkaSettings, order: Replay) -> None:
        self._prefix, self._connection = settings.prefix, settings.connect()
        self._order = order

    def __str__(self) -> str:
        return self._prefix

    def check(self, reader: LogReader, *, append: bool) -> None:
        counts = {topic: reader.partitions(topic) for topic in self._order.topics}
        found = partition_counts(self._connection, self._prefix, counts)
        for topic, count in counts.items():
            if found.get(topic) != count:
                raise NotReplayed(
                    f"{self._prefix}{topic} has {found.get(topic, 0)} partitions, what is fed "
                    f"again has {count}: records keep their partition. Feed it from a file by "
                    "`pathways publish`"
                )

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        to = Topics(self._connection, self._prefix, keeps_times=False)
        return into_topics(logs, self._order, parts, {}, to, rate, processes, tell)
