"""A history that real workers decided once, for tests that only read it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from producers.publisher import Publisher
from producers.scenario import scenario
from schemas.connection import Connection
from schemas.events import Event
from streams.history.kafka import KafkaLogs
from tests.broker.pipeline_worker import Pipeline

AS_OF = date(2025, 6, 1)
CANDIDATES, VACANCIES = 150, 12


@dataclass(frozen=True, slots=True)
class RecordedHistory:
    """Its worker has caught up and is gone: nothing changes any more."""

    connection: Connection
    prefix: str

    @property
    def logs(self) -> KafkaLogs:
        return KafkaLogs(self.connection, self.prefix)

    @property
    def options(self) -> list[str]:
        """What leads a command to it."""
        return ["--bootstrap", self.connection.bootstrap_servers, "--prefix", self.prefix]


def recorded_history(connection: Connection, prefix: str, folder: Path) -> RecordedHistory:
    """A year of a small organisation, day by day, with doubles, and decided by one worker.

    The topics exist already.
    """
    facts = scenario(
        candidates=CANDIDATES,
        vacancies=VACANCIES,
        seed=5,
        as_of=AS_OF,
        years=1,
        days=True,
        duplicates=True,
    )
    with Pipeline(connection, prefix, folder) as pipeline:
        worker = pipeline.start_cold_worker()
        with Publisher(connection, prefix) as publisher:
            # What is published at once is decided at once, and little is revised.
            for _, part in groupby(facts, key=_part):
                publisher.publish_all(part)
                pipeline.catch_up()
        # One that is killed counts as a member of its group for some seconds more.
        pipeline.dismiss(worker)
    return RecordedHistory(connection, prefix)


def _part(fact: Event) -> date:
    """The two months in which a fact of the last year was recorded."""
    day = max(fact.recorded_at.date(), AS_OF - timedelta(days=365))
    return day.replace(month=(day.month + 1) // 2, day=1)
