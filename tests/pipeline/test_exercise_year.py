"""A whole exercise year through all stages: in memory at full size, and small on a real Kafka."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from producers.exercise_year import Decision, Year
from producers.reference import built_in
from schemas import codec
from schemas.connection import Connection
from schemas.events import Event, SlateProposed
from streams.history.audit.run import audit
from streams.history.kafka import KafkaLogs
from tests.pipeline.facts import fact_of
from tests.pipeline.scene import Scene
from tests.pipeline.year_checks import Outcome, check_year
from tests.pipeline.year_in_memory import InMemory
from tests.pipeline.year_told import tell
from tests.unit.written_history import write

AS_OF = date(2025, 6, 1)
LARGE = Year(250, 7, AS_OF, built_in())
SMALL = Year(60, 7, AS_OF, built_in())
"""Sixty people are enough where crashes are in question: each way between the stages is taken, and
what is cut by a kill is a transaction, whatever its size. All sizes else are those of `LARGE`."""
DAYS, KAFKA_DAYS = 20, 30
"""That are told at once: the pools look at all open vacancies on each day that they hear of."""
KILLED_AFTER = ("a slate is asked for", "asked again", "the slate is signed")


def test_a_year_of_250_people_in_memory(tmp_path: Path) -> None:
    memory = InMemory()
    tell(LARGE, memory, days_at_once=DAYS, every_day=False)
    check_year(Outcome(LARGE, memory.said), DAYS)
    report = audit(write(tmp_path / "year", memory.decided.logs), 1, lambda *_: None)
    assert report.clean, report.findings
    assert report.compared["slates"] == len(memory.said("slates"))
    assert report.compared["nominations"] == len(memory.said("nominations"))


class OnKafka:
    """Two workers on a broker; whoever is killed is started again."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._waiting: list[Event] = []
        self.fleet = scene.fleet()
        self.fleet.start()
        self.fleet.start()

    def publish(self, events: Iterable[Event]) -> None:
        """Sent with what is told next: a producer for each day would take minutes."""
        self._waiting.extend(events)

    def settle(self) -> None:
        self._send()
        self.scene.wait_until_folded()

    def _send(self) -> None:
        self.scene.publish([fact_of(event) for event in self._waiting])
        self._waiting.clear()

    def slate(self) -> SlateProposed | None:
        proposed = [it for it in self.said("slates") if isinstance(it, SlateProposed)]
        return proposed[-1] if proposed else None

    def said(self, topic: str) -> list[Any]:
        places = sorted(place for place in self.scene.reading if place.topic == topic)
        lines = [line for place in places for line in self.scene.reading[place]]
        return [codec.decode(line.value) for line in lines if line.value]

    def kill(self, decision: Decision) -> None:
        """Both, one after the other, before the answer can have been written everywhere."""
        self._send()
        if decision.what in KILLED_AFTER:
            for member in list(self.fleet.members):
                self.fleet.kill(member)
                self.fleet.start()


@pytest.mark.broker
def test_a_year_on_kafka_is_exact_though_workers_are_killed_around_the_slate(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    scene = Scene(connection, prefix, tmp_path)
    try:
        pipeline = OnKafka(scene)
        tell(SMALL, pipeline, pipeline.kill, days_at_once=KAFKA_DAYS)
        verdict = scene.verdict()
        outcome = Outcome(SMALL, pipeline.said)
    finally:
        scene.close()
    print(verdict)
    assert verdict.exact, str(verdict)
    check_year(outcome, KAFKA_DAYS)
    report = audit(KafkaLogs(connection, prefix), 1, lambda *_: None)
    assert report.clean, report.findings
