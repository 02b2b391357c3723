"""What several tests of the whole pipeline compare with."""

import pytest

from deploy.broker.local import LocalBroker
from deploy.topics import create_topics
from producers.publisher import Publisher
from schemas.topics import TOPICS
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_outcome import Outcome, outcome, pipeline_on_the_day
from tests.broker.recorded_history import RecordedHistory, recorded_history


@pytest.fixture(scope="session")
def expected(broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Our own publisher, the topics as the table has them, each fact once and in order.

    By an interpreter of its own: those of the tests hash strings in another way.
    """
    connection, prefix = broker.connection(), "independence."
    folder = tmp_path_factory.mktemp("expected")
    with pipeline_on_the_day(connection, prefix, folder, cold=True) as pipeline:
        with Publisher(connection, prefix) as publisher:
            publisher.publish_all(upstream.facts())
        pipeline.catch_up()
        return outcome(pipeline)


@pytest.fixture(scope="session")
def history(broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> RecordedHistory:
    """What real workers decided over a year; whoever asks for it only reads it."""
    connection, prefix = broker.connection(), "history."
    create_topics(connection, prefix, TOPICS.values())
    return recorded_history(connection, prefix, tmp_path_factory.mktemp("history"))
