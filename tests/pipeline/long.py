"""The pipeline under chaos for minutes, seed after seed; what is left is what was done to it."""

import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.broker.local import LocalBroker
from tests.chaos.outcome import Outcome, closing_line
from tests.pipeline.run import Scale, pipeline_under_chaos
from tests.pipeline.verdict import Verdict

SCALE = Scale(candidates=2_000, vacancies=40, per_s=500)
"""Some 27 000 facts; most of them come while there are faults."""


def pipeline_runs(minutes: float, seed: int, acts: int) -> Sequence[Outcome[Verdict]]:
    """At least one run; none begins after the time is used up, or after one that went wrong."""
    until = time.monotonic() + minutes * 60
    outcomes: list[Outcome[Verdict]] = []
    while not outcomes or (time.monotonic() < until and outcomes[-1].good):
        outcomes.append(_one(seed + len(outcomes), acts))
    return outcomes


def told(outcomes: Sequence[Outcome[Verdict]]) -> str:
    """All runs in one line."""
    facts = sum(one.verdict.upstream for one in outcomes)
    return f"pipeline {closing_line(outcomes, f'{facts} facts')}"


def _one(seed: int, acts: int) -> Outcome[Verdict]:
    """On a broker of its own: the topics of many runs would make each restart slower."""
    home = Path(tempfile.mkdtemp(prefix="pathways-chaos-"))
    broker = LocalBroker(home / "broker", leashed=True)
    broker.start()
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:6.1f} s  {what}", flush=True)

    print(f"pipeline, seed {seed}", flush=True)
    try:
        outcome = pipeline_under_chaos(broker, home / "logs", (seed, acts), SCALE, say)
    finally:
        broker.stop()
    print(outcome, flush=True)
    _keep_or_remove(home, outcome)
    return outcome


def _keep_or_remove(home: Path, outcome: Outcome[Verdict]) -> None:
    if outcome.good:
        shutil.rmtree(home)
    else:
        print(f"the workers' logs and the broker's data are kept in {home}", flush=True)
