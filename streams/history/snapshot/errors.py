"""What can be wrong with a snapshot.

SnapshotError
├── NotASnapshot     the folder holds no manifest that can be read
├── DoesNotVerify    files are not what the manifest says, each named
├── StillWritten     logs grew while they were saved
├── SomebodyElseWrote  a topic that is loaded holds other records too
├── FolderInUse      the folder that was to be written is there already
└── NoRoom           the disk is full
"""

from collections.abc import Sequence
from pathlib import Path

from streams.history.errors import HistoryError
from streams.history.logs import Place

PROBLEMS_MAX = 5
"""Named for each file: the first say what happened."""


class SnapshotError(HistoryError):
    """Something that keeps a snapshot from being used."""


class NotASnapshot(SnapshotError):
    def __init__(self, folder: Path, problem: str) -> None:
        self.folder = folder
        super().__init__(f"{folder} is no snapshot: {problem}. `pathways snapshot save` writes one")


class DoesNotVerify(SnapshotError):
    """Nothing of such a snapshot is used."""

    def __init__(self, folder: Path, problems: Sequence[str]) -> None:
        self.folder, self.problems = folder, tuple(problems)
        listed = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(
            f"the snapshot in {folder} does not verify:{listed}\n"
            "Copy it again from where it came from, or save a new one"
        )


class StillWritten(SnapshotError):
    """Nothing was kept: the files would not fit each other."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        shown = ", ".join(map(str, places[:PROBLEMS_MAX]))
        more = f" and {len(places) - PROBLEMS_MAX} more" if len(places) > PROBLEMS_MAX else ""
        super().__init__(
            f"{shown}{more} changed while they were saved: a worker writes there. Nothing was "
            "kept; stop every worker of this prefix, wait ten seconds, and save again"
        )


class SomebodyElseWrote(SnapshotError):
    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(
            f"somebody else writes to {place} while it is loaded: what was loaded is not what "
            "was saved. Stop whatever publishes under this prefix"
        )


class FolderInUse(SnapshotError):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{folder} exists already, and a snapshot is never written over anything: "
            "name a folder that does not exist yet"
        )


class NoRoom(SnapshotError):
    """Nothing is left of what had been written."""

    def __init__(self, folder: Path, written: int, free: int, problem: str) -> None:
        self.folder, self.written, self.free = folder, written, free
        super().__init__(
            f"cannot write {folder}: {problem.lower()} after {written:,} bytes; without them "
            f"{folder.parent} has {free:,} bytes of room. Nothing was kept: make room there, "
            "or name a folder elsewhere"
        )
