"""Runs pytest on test files that a test writes, and says how each of their tests ended."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_S = 240.0
# They tell the tests within that they belong to another run.
_OF_THE_OUTER_RUN = ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST")
_ENDED = re.compile(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", re.MULTILINE)


class Run:
    """What pytest said, and the worst that each test came to."""

    def __init__(self, told: str) -> None:
        self.told = told
        self.ends: dict[str, str] = {}
        for end, test in _ENDED.findall(told):
            if self.ends.get(test, "PASSED") == "PASSED":
                self.ends[test] = end


def run_planted(folder: Path, files: Mapping[str, str]) -> Run:
    """The files in the order of their names, in one process, with our settings and fixtures."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    environment = {name: v for name, v in os.environ.items() if name not in _OF_THE_OUTER_RUN}
    options = ("-rA", "-p", "tests.browser.fixtures", "-p", "no:cacheprovider")
    command = (sys.executable, "-m", "pytest", *options, "-c", str(ROOT / "pyproject.toml"))
    done = subprocess.run(
        (*command, *(str(folder / name) for name in sorted(files))),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return Run(done.stdout + done.stderr)
