"""The long chaos run of the three stages alone; `python -m tests.chaos` has the engine's too."""

import argparse
import sys
import time

from tests.pipeline.long import pipeline_runs, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=7.0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--acts", type=int, default=10, help="faults in one run")
    arguments = parser.parse_args()
    outcomes = pipeline_runs(arguments.minutes, arguments.seed, arguments.acts)
    print(told(outcomes))
    return 0 if all(one.good for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
