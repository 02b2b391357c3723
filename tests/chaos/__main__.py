"""The long chaos run: seed after seed until the time is used up; ends with what was done.

Half of the time goes to a stage that counts, half to the three stages as they are.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from deploy.broker.local import LocalBroker
from tests.chaos.outcome import Outcome, closing_line
from tests.chaos.run import count_under_chaos
from tests.chaos.verdict import Verdict
from tests.pipeline.long import pipeline_runs, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--acts", type=int, default=12, help="faults in one run")
    arguments = parser.parse_args()
    minutes = arguments.minutes / 2
    until = time.monotonic() + minutes * 60
    outcomes: list[Outcome[Verdict]] = []
    with tempfile.TemporaryDirectory(prefix="pathways-chaos-") as home:
        broker = LocalBroker(Path(home) / "broker", leashed=True)
        broker.start()
        seed = arguments.seed
        while not outcomes or (time.monotonic() < until and outcomes[-1].good):
            outcomes.append(_one(broker, Path(home), seed, arguments.acts))
            seed += 1
        broker.stop()
    pipelines = pipeline_runs(minutes, arguments.seed, arguments.acts)
    records = sum(one.verdict.records for one in outcomes)
    print(told(pipelines))
    print(closing_line(outcomes, f"{records} records"))
    good = all(one.good for one in outcomes) and all(one.good for one in pipelines)
    return 0 if good else 1


def _one(broker: LocalBroker, home: Path, seed: int, acts: int) -> Outcome[Verdict]:
    logs = home / f"logs-{seed}"
    logs.mkdir()
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:6.1f} s  {what}", flush=True)

    print(f"seed {seed}", flush=True)
    outcome = count_under_chaos(broker, logs, seed, acts, say)
    print(outcome, flush=True)
    if not outcome.good:
        kept = Path(tempfile.mkdtemp(prefix="pathways-chaos-logs-"))
        for log in logs.iterdir():
            (kept / log.name).write_bytes(log.read_bytes())
        print(f"the workers' logs are kept in {kept}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
