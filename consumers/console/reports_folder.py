"""The folder of backtest reports: which files in it are reports."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SUFFIX = ".html"


@dataclass(frozen=True, slots=True)
class Report:
    """One file, as `pathways backtest --report` wrote it."""

    path: Path
    name: str
    written_at: datetime
    size: int
    """In bytes."""


def reports_in(folder: Path) -> list[Report]:
    """The latest first; a link that leads elsewhere is none of them, nor is a hidden file."""
    try:
        paths = list(folder.iterdir())
    except OSError:
        return []
    found = [report for path in paths if (report := _report(folder, path))]
    return sorted(found, key=lambda one: (one.written_at, one.name), reverse=True)


def _report(folder: Path, path: Path) -> Report | None:
    if not _is_name(path):
        return None
    try:
        behind = path.resolve()
        inside = behind.is_file() and behind.parent == folder.resolve() and _is_name(behind)
        stat = behind.stat()
    except OSError:
        # It went away meanwhile, or may not be read.
        return None
    written_at = datetime.fromtimestamp(stat.st_mtime, UTC)
    return Report(behind, path.name, written_at, stat.st_size) if inside else None


def _is_name(path: Path) -> bool:
    """Names whose bytes are no UTF-8 can stand on no page."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return False
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".")
