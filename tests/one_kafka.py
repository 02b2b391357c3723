"""One Kafka for all processes that share a run: a start costs seconds, and idleness costs too."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

from deploy.broker.local import LocalBroker

WHERE = "one kafka"
NEEDED_BY = ("tests/broker/", "tests/scenarios/test_scenarios_kafka.py")
PATIENCE_S = 240.0
"""How long the first start on a machine may take: it fetches Kafka."""
HEAP_MIB = 768
"""For the topics of every test of a run, which nobody deletes."""


class OneKafka:
    """Held by the process that shares out the tests; it ends with that one, however it ends."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="pathways-tests-"))
        self._broker = LocalBroker(self.home / "broker", heap_mib=HEAP_MIB, leashed=True)
        self._starting: Thread | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput[WHERE] = str(self.home)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        if self._starting is None and any(one.startswith(NEEDED_BY) for one in ids):
            self._starting = Thread(target=self._start, name="one kafka")
            self._starting.start()

    def pytest_unconfigure(self) -> None:
        if self._starting is not None:
            self._starting.join()
        if self._broker.status().state == "running":
            # Its data is of no use any more: a clean stop would bring all of it in order.
            self._broker.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        try:
            self._broker.start()
        except Exception as error:
            _told(self.home, "refused").write_text(f"{type(error).__name__}: {error}")
        else:
            _told(self.home, "ready").touch()


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(OneKafka())


@pytest.fixture(scope="session")
def broker(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalBroker]:
    """A running broker; it ends with the tests, however they end."""
    if hasattr(pytestconfig, "workerinput"):
        yield _shared(Path(pytestconfig.workerinput[WHERE]))
        return
    local = LocalBroker(tmp_path_factory.mktemp("broker"), leashed=True)
    local.start()
    yield local
    local.kill()


def _shared(home: Path) -> LocalBroker:
    """That of the run, as soon as it answers."""
    until = monotonic() + PATIENCE_S
    while not _told(home, "ready").exists():
        if _told(home, "refused").exists():
            pytest.fail(_told(home, "refused").read_text(), pytrace=False)
        assert monotonic() < until, f"no Kafka in {PATIENCE_S:.0f} s; see NEEDED_BY in {__name__}"
        sleep(0.05)
    return LocalBroker(home / "broker")


def _told(home: Path, word: str) -> Path:
    return home / word
