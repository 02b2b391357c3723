"""A count that is not idempotent stays right, whatever is done to its workers and its broker."""

from pathlib import Path

import pytest

from deploy.broker.local import LocalBroker
from tests.chaos.run import count_under_chaos

pytestmark = pytest.mark.broker

SEED = 3
ACTS = 5
"""Each kind of fault once; `make chaos` goes on for a quarter of an hour."""


def test_every_record_counts_once_under_kills_pauses_rebalances_and_a_broker_crash(
    tmp_path: Path,
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    try:
        outcome = count_under_chaos(broker, logs, SEED, ACTS, print)
    finally:
        broker.stop()
    print(outcome)
    assert outcome.good, str(outcome)
    assert outcome.verdict.records > 5_000
