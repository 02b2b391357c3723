"""What the facts alone decide, and a worker that has learnt which day it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.topics import create_topics
from schemas.connection import Connection
from schemas.topics import TOPICS
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_results import Content, proposals, roster
from tests.broker.pipeline_worker import Pipeline


@dataclass(frozen=True)
class Outcome:
    """What the facts alone decide."""

    roster: Mapping[str, Content]
    proposals: Mapping[str, Content]


def outcome(pipeline: Pipeline) -> Outcome:
    where = pipeline.connection, pipeline.prefix
    return Outcome(roster(*where), proposals(*where))


@contextmanager
def pipeline_on_the_day(
    connection: Connection, prefix: str, folder: Path, *options: str, cold: bool = False
) -> Iterator[Pipeline]:
    """A worker that has learnt which day it is: `as_of` is the day when something is said."""
    create_topics(connection, prefix, TOPICS.values())
    upstream.publish_by_librdkafka(connection, prefix, [upstream.today()])
    with Pipeline(connection, prefix, folder) as pipeline:
        start = pipeline.start_cold_worker if cold else pipeline.start_worker
        start(*options)
        pipeline.catch_up()
        yield pipeline
