"""The decisions never learn where they run: they know events, numbers and nothing of the shell."""

import ast
from pathlib import Path

import pytest

STREAMS = Path(__file__).parents[2] / "streams"
SHELL = {"evaluations", "fold", "framing", "opening", "stage", "states"}
"""The modules of the pool that frame records and meet the engine."""
ALLOWED = {
    "collections", "dataclasses", "datetime", "functools", "hashlib", "itertools", "json", "math",
    "numpy", "operator", "types", "typing",
}  # fmt: skip
OUR_OWN = ("schemas.events", "streams.pool", "streams.rules", "streams.matching")


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return names | {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }


DECISIONS = sorted(
    path
    for package in ("pool", "rules", "matching")
    for path in (STREAMS / package).rglob("*.py")
    if not (package == "pool" and path.stem in SHELL)
)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_decision_imports_events_and_arithmetic_only(path: Path) -> None:
    shell = tuple(f"streams.pool.{name}" for name in SHELL)
    for name in imported(path):
        assert name.split(".")[0] in ALLOWED or name.startswith(OUR_OWN), name
        assert not name.startswith(shell), name
