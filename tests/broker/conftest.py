"""What several tests of the whole pipeline compare with."""

import pytest

from deploy.broker.local import LocalBroker
from producers.publisher import Publisher
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_outcome import Outcome, outcome, pipeline_on_the_day


@pytest.fixture(scope="session")
def expected(broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Our own publisher, the topics as the table has them, each fact once and in order."""
    connection, prefix = broker.connection(), "independence."
    folder = tmp_path_factory.mktemp("expected")
    with pipeline_on_the_day(connection, prefix, folder) as pipeline:
        with Publisher(connection, prefix) as publisher:
            publisher.publish_all(upstream.facts())
        pipeline.catch_up()
        return outcome(pipeline)
