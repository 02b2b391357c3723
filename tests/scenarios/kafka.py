"""All scenarios of a policy at once: one Kafka, one worker, one run of days."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

from deploy.topics import create_topics
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import DayStarted
from schemas.topics import TOPICS
from tests.broker.pipeline_upstream import publish_by_librdkafka
from tests.broker.pipeline_worker import Pipeline
from tests.scenarios.catalogue import Scenario
from tests.scenarios.expectations import Unmet
from tests.scenarios.namespace import within, without
from tests.scenarios.outcomes import check
from tests.scenarios.progress import KnownProgress
from tests.scenarios.said import Said
from tests.scenarios.tale import Tale

PUBLIC = ("proposals", "roster", "slates", "nominations", "rejected")
QUIET_S = 0.1
"""All is folded by then: what was said only has to come over."""


class Part:
    """One scenario among others: how far its story is, and what was said in it."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.said = scenario, Said()
        self.tale = Tale(scenario, self.said)
        self.token = f"s{scenario.number}:"
        self.failure: str | None = None
        self._told = 0

    def hear(self, event: Any) -> None:
        self.said.hear(without(self.token, event))

    def next_event(self) -> Any:
        """The next event, once what comes before it is as expected; None at the end."""
        for number, item in enumerate(self.scenario.story[self._told :], self._told):
            if not item.is_expectation:
                return self.tale.peek(item) if item.kind == "DayStarted" else self._tell(number)
            self._look(number, item.said)
            self._told = number + 1
            if self.failure is not None:
                return None
        return None

    def pass_day(self, day: DayStarted) -> None:
        """The day of all scenarios; it is a line of this one where the story waits for it."""
        if self._told < len(self.scenario.story):
            item = self.scenario.story[self._told]
            if item.kind == "DayStarted" and self.tale.peek(item) == day:
                self._tell(self._told)

    def _tell(self, number: int) -> Any:
        self._told = number + 1
        return self.tale.event(self.scenario.story[number])

    def _look(self, number: int, expected: Any) -> None:
        vacancy = next(iter(self.tale.vacancies), None)
        try:
            check(expected, self.said, vacancy)
        except Unmet as error:
            self.failure = f"line {number + 1} of the story: {error}"
        self.said.look()


class Ears:
    """Reads what was said since the last time."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self._consumer = Consumer(
            {
                "bootstrap.servers": connection.bootstrap_servers,
                "group.id": f"{prefix}ears",
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "fetch.wait.max.ms": 50,
                "fetch.queue.backoff.ms": 5,
            }
        )
        places = [(TOPICS[name], TOPICS[name].full_name(prefix)) for name in PUBLIC]
        self._consumer.assign(
            [
                TopicPartition(full_name, number, OFFSET_BEGINNING)
                for topic, full_name in places
                for number in range(topic.partitions)
            ]
        )

    def close(self) -> None:
        self._consumer.close()

    def hear(self) -> Iterator[tuple[str, Any]]:
        """The record's key, which begins with the scenario's token, and the event."""
        while found := self._consumer.consume(1_000, QUIET_S):
            for message in found:
                if message.error():
                    raise RuntimeError(str(message.error()))
                yield message.key().decode(), decode(message.value())


class Season:
    """Tells many stories side by side, a line of each at a time."""

    def __init__(self, connection: Connection, prefix: str, parts: Iterable[Part]) -> None:
        self._connection, self._prefix = connection, prefix
        self._parts = {part.token: part for part in parts}
        self._days: list[DayStarted] = []

    def run(self, folder: Path) -> None:
        create_topics(self._connection, self._prefix, TOPICS.values())
        self._progress = KnownProgress(self._connection, self._prefix)
        with (
            Pipeline(self._connection, self._prefix, folder, self._progress) as self._pipeline,
            closing(Ears(self._connection, self._prefix)) as self._ears,
        ):
            self._pipeline.start_worker()
            self._publish((part, part.tale.setting()) for part in self._parts.values())
            self._publish((part, part.tale.people()) for part in self._parts.values())
            while self._go_on():
                pass

    def _go_on(self) -> bool:
        """One more line of each story; days only when no story has anything to tell before."""
        events = {part: part.next_event() for part in self._parts.values()}
        told = [(part, [it]) for part, it in events.items() if it and not _is_day(it)]
        waiting = [it for it in events.values() if _is_day(it)]
        if told:
            self._publish(told)
        elif waiting:
            self._start(min(waiting, key=lambda it: it.day))
        return bool(told or waiting)

    def _start(self, day: DayStarted) -> None:
        self._publish([(next(iter(self._parts.values())), [day])])
        for part in self._parts.values():
            part.pass_day(day)

    def _publish(self, told: Iterable[tuple[Part, Iterable[Any]]]) -> None:
        """Publishes, waits until every stage has folded it, and lets each scenario hear its own."""
        # What all scenarios share is told once, whichever of them comes first with it.
        events = {it.event_id: it for part, ones in told for it in _of(part, ones)}
        publish_by_librdkafka(self._connection, self._prefix, events.values())
        self._progress.published += len(events)
        self._pipeline.catch_up()
        for key, event in self._ears.hear():
            token, colon, _ = key.partition(":")
            self._parts[token + colon].hear(event)


def _of(part: Part, events: Iterable[Any]) -> Iterator[Any]:
    return (within(part.token, event) for event in events)


def _is_day(event: Any) -> bool:
    return isinstance(event, DayStarted)
