"""Which process runs which files of tests: those that share a costly fixture stay together."""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

COSTLY = {
    "history": (
        "tests/broker/test_backtest.py",
        "tests/broker/test_history_audit.py",
        "tests/broker/test_history_questions.py",
        "tests/broker/test_history_reading.py",
        "tests/broker/test_snapshot.py",
    ),
    "expected": (
        "tests/broker/test_pipeline_bad_input.py",
        "tests/broker/test_pipeline_commands.py",
        "tests/broker/test_pipeline_independence.py",
    ),
}
"""Fixtures of the session that a worker decides a whole history for, and the files that ask for
them: each process has a session of its own, and would make its own."""

_TOGETHER = {file: fixture for fixture, files in COSTLY.items() for file in files}
_LONG = (
    *_TOGETHER,
    "tests/pipeline/test_exercise_year.py",
    "tests/scenarios/test_scenarios_kafka.py",
    "tests/broker/test_pipeline_exactness.py",
    "tests/broker/test_pipeline_quarantine.py",
    "tests/broker/test_consumers_projection.py",
    "tests/broker/test_serve_failures.py",
)
"""Files that take a minute or more: begun late, one of them would end alone."""
_WAITING_SHARE = 0.85
"""The part of a run over which files that wait for a Kafka are spread: short ones are left for the
end, where a long one would keep a process busy alone."""


class SharingOut(LoadFileScheduling):  # type: ignore[misc]
    """A process is given a file, or all files of a costly fixture."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return _TOGETHER.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharingOut:
    return SharingOut(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share a run, none of them sees only tests of one kind for long.

    What needs a Kafka often waits, the rest computes: mixed, they use the processors evenly.
    """
    if not hasattr(config, "workerinput"):
        return
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::", 1)[0], []).append(item)
    waiting = [file for file, tests in files.items() if any(map(_waits, tests))]
    computing = [file for file in files if file not in set(waiting)]
    waiting.sort(key=lambda file: _LONG.index(file) if file in _LONG else len(_LONG))
    items[:] = [item for file in woven(waiting, computing) for item in files[file]]


def _waits(item: pytest.Item) -> bool:
    needs: list[str] = getattr(item, "fixturenames", [])
    return "broker" in needs or item.get_closest_marker("broker") is not None


def woven(waiting: list[str], computing: list[str]) -> list[str]:
    """Each kind in its order, evenly spread; the waiting ones over the earlier part."""
    places = [(number / len(waiting) * _WAITING_SHARE, it) for number, it in enumerate(waiting)]
    places += [(number / len(computing), it) for number, it in enumerate(computing)]
    return [file for _, file in sorted(places, key=lambda place: place[0])]
