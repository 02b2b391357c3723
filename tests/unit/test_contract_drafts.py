"""Drafts stand apart: none is frozen, none is used, and all are as well formed as the rest."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas import authoring, events
from schemas.event_table import EVENT_TABLE
from schemas.events import drafts
from schemas.shape import problems
from schemas.text import from_json

ROOT = Path(authoring.__file__).parent.parent
EXAMPLES = authoring.DIRECTORY.parent / "examples"
NAMES = sorted(row.name for row in EVENT_TABLE.values() if row.status == "draft")


def imported_by(source: str) -> Iterator[str]:
    """The full names of all modules, and of what is taken from them, that a source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def uses_drafts(source: str) -> bool:
    return any(name.startswith("schemas.events.drafts") for name in imported_by(source))


@pytest.mark.parametrize(
    "source",
    [
        "from schemas.events import drafts",
        "from schemas.events.drafts import SlateProposed",
        "import schemas.events.drafts.slate as slate",
    ],
)
def test_every_way_to_import_a_draft_is_seen(source: str) -> None:
    assert uses_drafts(source)
    assert not uses_drafts("from schemas.events import OfferMade")


@pytest.mark.parametrize("folder", ["producers", "streams", "consumers", "deploy"])
def test_nothing_that_runs_uses_a_draft(folder: str) -> None:
    sources = list((ROOT / folder).rglob("*.py"))
    assert sources
    assert [path for path in sources if uses_drafts(path.read_text())] == []


def test_no_draft_is_frozen() -> None:
    files = {authoring.file_of(EVENT_TABLE[name]).name for name in NAMES}
    assert files & set(authoring.frozen_digests()) == set()


def test_drafts_and_only_drafts_stand_in_the_package_of_drafts() -> None:
    written = {name for name in EVENT_TABLE if hasattr(drafts, name)}
    assert written == set(NAMES)
    assert [name for name in NAMES if hasattr(events, name)] == []


def test_every_event_of_the_package_has_a_row() -> None:
    kinds = [getattr(drafts, name) for name in drafts.__all__]
    extended = {parent for kind in kinds for parent in kind.__mro__[1:]}
    last = {kind.__name__ for kind in kinds if issubclass(kind, events.Event)} - {
        kind.__name__ for kind in extended
    }
    assert last == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_draft_is_well_formed_whoever_writes_it(name: str) -> None:
    document = json.loads((EXAMPLES / f"{name}.v1.json").read_text())
    assert problems(from_json(document)) == ()
