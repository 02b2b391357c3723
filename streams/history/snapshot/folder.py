"""A snapshot comes into being as a whole: written beside its place, and renamed when complete."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streams.history.snapshot.errors import FolderInUse, NoRoom
from streams.history.snapshot.files import private_file
from streams.history.snapshot.form import MANIFEST
from streams.history.snapshot.manifest import Manifest, to_json

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A private folder that becomes `target` when the block ends, and vanishes when it fails.

    Raises FolderInUse, or NoRoom in place of what a full disk raises.
    """
    if target.exists():
        raise FolderInUse(target)
    target.parent.stat()
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-unfinished-", dir=target.parent))
    try:
        yield making
        _settle(making)
        making.rename(target)
        _settle(target.parent)
    except BaseException as error:
        written = sum(one.stat().st_size for one in making.glob("*"))
        shutil.rmtree(making)
        if isinstance(error, OSError) and error.errno in _FULL:
            free = shutil.disk_usage(target.parent).free
            raise NoRoom(target, written, free, error.strerror or "no room") from error
        raise


def seal(folder: Path, manifest: Manifest) -> None:
    """The last file: a folder without it is no snapshot."""
    with private_file(folder / MANIFEST) as file:
        file.write(to_json(manifest))
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """What the folder lists survives a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
