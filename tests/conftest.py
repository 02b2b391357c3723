"""A real Kafka for every test that asks for one, and fresh topics on it."""

from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from schemas.connection import Connection
from schemas.topics import TOPICS, Topic

_PREFIX_NUMBERS = count(1)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    """A running broker with empty data; it ends with the tests, however they end."""
    local = LocalBroker(tmp_path_factory.mktemp("broker"), leashed=True)
    local.start()
    yield local
    local.stop()


@pytest.fixture
def connection(broker: LocalBroker) -> Connection:
    return broker.connection()


@pytest.fixture
def prefix() -> str:
    """What topic names begin with in this test alone."""
    return f"t{next(_PREFIX_NUMBERS)}."


@pytest.fixture
def topics(connection: Connection, prefix: str) -> Mapping[str, Topic]:
    """The topic table, present on the broker under the prefix of the test."""
    apply_topics(connection, prefix)
    return TOPICS
