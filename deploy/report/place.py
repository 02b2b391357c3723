"""Where a page is to be written: tried before the work, and written whole or not at all."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

NAME = "backtest.html"


@dataclass(frozen=True, slots=True)
class Destination:
    """A file that can be made, as far as could be tried."""

    file: Path

    def write(self, text: str) -> None:
        """Raises OSError; what stood there before stays then."""
        with NamedTemporaryFile("wb", dir=self.file.parent, prefix=".", delete=False) as made:
            unfinished = Path(made.name)
            try:
                made.write(text.encode())
                made.flush()
                os.fsync(made.fileno())
            except OSError as error:
                unfinished.unlink()
                raise OSError(error.errno, error.strerror, str(self.file)) from error
        # As any file that one writes: a temporary one is for its owner alone.
        unfinished.chmod(0o644)
        unfinished.replace(self.file)


def destination(path: Path, suffix: str | None = ".html") -> Destination:
    """A file, or a folder for the page; raises OSError where nothing can be written."""
    file = path
    if suffix is not None and (path.is_dir() or path.suffix.lower() not in (suffix, ".htm")):
        path.mkdir(parents=True, exist_ok=True)
        file = path / NAME
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands there", str(file))
    try:
        with NamedTemporaryFile(dir=file.parent, prefix="."):
            return Destination(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
