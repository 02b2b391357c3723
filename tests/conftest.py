"""A real Kafka for every test that asks for one, fresh topics on it, and a history in files."""

import gc
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from deploy.broker.local import LocalBroker
from deploy.topics import create_topics
from schemas.connection import Connection
from schemas.topics import TOPICS, Topic
from tests.made_once import made_once, shared_folder
from tests.postgresql import PostgreSQL, running_postgresql
from tests.unit.exercised_history import exercised_history
from tests.unit.written_history import WrittenHistory
from tests.unit.written_history import written_history as decided_and_written

pytest_plugins = [
    "tests.browser.fixtures",
    "tests.one_kafka",
    "tests.sharing_out",
    "tests.web.fixtures",
]

_PREFIX_NUMBERS = count(1)

# Each run draws other examples: what one does not find, the next ones will.
settings.register_profile("pathways", max_examples=50)
settings.load_profile("pathways")


def pytest_collection_finish() -> None:
    """Half a million objects live until the end: the collector need not look at them again."""
    gc.freeze()


@pytest.fixture
def connection(broker: LocalBroker) -> Connection:
    return broker.connection()


@pytest.fixture
def prefix(worker_id: str) -> str:
    """What topic names begin with in this test alone, of all processes that share the run."""
    return f"{worker_id}-t{next(_PREFIX_NUMBERS)}."


@pytest.fixture
def topics(connection: Connection, prefix: str) -> Mapping[str, Topic]:
    """The topic table, present on the broker under the prefix of the test."""
    create_topics(connection, prefix, TOPICS.values())
    return TOPICS


@pytest.fixture(scope="session")
def written_history(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> WrittenHistory:
    """A small history as a snapshot folder; whoever asks for it only reads it."""
    folder = shared_folder(pytestconfig, tmp_path_factory) / "written"
    return WrittenHistory(made_once(folder, decided_and_written))


@pytest.fixture(scope="session")
def exercised(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> WrittenHistory:
    """The same with a rotation exercise, seats and nominations in it."""
    folder = shared_folder(pytestconfig, tmp_path_factory) / "exercised"
    return WrittenHistory(made_once(folder, exercised_history))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A running server; it ends with the tests."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind that the read model is kept in."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'model.db'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.fresh_database()
