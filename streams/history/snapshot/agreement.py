"""Whether the marks and positions in a snapshot name places that its logs have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.codec import decode
from schemas.events import PoolEvaluated, UnitPosition
from schemas.topics import UPSTREAM
from streams.history.logs import Place
from streams.history.snapshot.errors import PROBLEMS_MAX
from streams.history.snapshot.files import read_file
from streams.history.snapshot.manifest import Manifest, SavedFile
from streams.history.snapshot.renumbering import Renumberings

NAMING_PLACES = ("evaluations", "positions")


def disagreements(folder: Path, manifest: Manifest, renumberings: Renumberings) -> list[str]:
    """Records whose count and offset are not those of one place; of each file the first few.

    Offsets are given anew where a snapshot is loaded, by counts: they must mean the same.
    """
    found: list[str] = []
    for saved in manifest.files:
        if saved.topic in NAMING_PLACES:
            wrong = _in_file(folder, manifest.prefix, saved, renumberings)
            found += [problem for problem, _ in zip(wrong, range(PROBLEMS_MAX), strict=False)]
    return found


def _in_file(
    folder: Path, prefix: str, saved: SavedFile, renumberings: Renumberings
) -> Iterator[str]:
    count = 0
    for chunk in read_file(folder / saved.file, saved.place, prefix):
        for record in chunk:
            count += 1
            said = None if record.value is None else decode(record.value)
            for log, offset, stated in _named(said, prefix):
                before = renumberings[log].before(offset) if log in renumberings else 0
                if before != stated:
                    yield (
                        f"{saved.file}: record {count} says that {stated:,} records stand before "
                        f"offset {offset:,} of {log}, where {before:,} do"
                    )


def _named(said: Any, prefix: str) -> Iterator[tuple[Place, int, int]]:
    """Places in logs of our own; an upstream's may have begun before what it still holds."""
    if isinstance(said, PoolEvaluated):
        log = Place("pool-log", said.partition)
        yield log, said.from_offset, said.from_count
        yield log, said.to_offset, said.to_count
    elif isinstance(said, UnitPosition):
        _, topic, partition = said.unit.split("/")
        name = topic.removeprefix(prefix)
        if name not in UPSTREAM:
            yield Place(name, int(partition)), said.offset, said.count
