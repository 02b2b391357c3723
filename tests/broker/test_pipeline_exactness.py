"""The stages stay exact, record by record and byte by byte, whatever is done to them."""

from pathlib import Path

import pytest

from deploy.broker.local import LocalBroker
from schemas.connection import Connection
from tests.pipeline.facts import facts
from tests.pipeline.run import Scale, pipeline_under_chaos
from tests.pipeline.scene import Scene

pytestmark = pytest.mark.broker

SEED = 11
ACTS = 5
"""Each kind of fault once; `make chaos` goes on for a quarter of an hour."""
SCALE = Scale(candidates=400, vacancies=30, per_s=250)
"""Half a minute of facts: as long as the faults take. `make chaos` publishes more of them."""


def test_all_that_stands_in_kafka_after_chaos_equals_a_plain_recomputation(tmp_path: Path) -> None:
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    try:
        outcome = pipeline_under_chaos(broker, tmp_path / "logs", (SEED, ACTS), SCALE, print)
    finally:
        broker.stop()
    print(outcome)
    assert outcome.good, str(outcome)
    assert outcome.verdict.upstream > 5_000
    assert outcome.verdict.records["proposals"] > 40


def test_with_the_chain_of_batches_unchecked_the_same_recomputation_finds_what_is_lost(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """The engine drops fetched batches here, and nobody notices but the verdict."""
    scene = Scene(connection, prefix, tmp_path)
    try:
        scene.fleet("--sabotage", "unchained").start()
        scene.publish(facts(seed=12, candidates=300, vacancies=10))
        scene.wait_until_quiet()
        verdict = scene.verdict()
    finally:
        scene.close()
    print(verdict)
    lost = [fault for fault in verdict.faults if fault.kind == "missing"]
    assert lost, str(verdict)
